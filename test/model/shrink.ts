/** A difference made small: the one question, without whole aggregates, then without facts and letters, that still differs. */
import type { Asked, Letter, Life, Stated } from './told.ts';

export interface Found {
  readonly life: Life;
  readonly asked: Asked;
}

/** Tells whether a life still shows what is wrong with the answer to a question. */
export type IsWrong = (life: Life, asked: Asked) => boolean;

/** The smallest that dropping one part after the other finds. */
export function shrink({ life, asked }: Found, isWrong: IsWrong): Found {
  let small: Life = { ...life, asked: [asked] };
  for (let before = Number.POSITIVE_INFINITY; small.stated.length + small.letters.length < before; ) {
    before = small.stated.length + small.letters.length;
    for (const without of [...aggregates(small), ...halves(small), ...singles(small)]) {
      const smaller = without(small);
      if (smaller.stated.length + smaller.letters.length < small.stated.length + small.letters.length) {
        if (isWrong(smaller, asked)) small = smaller;
      }
    }
  }
  return { life: small, asked };
}

type Without = (life: Life) => Life;

function aggregates({ stated }: Life): readonly Without[] {
  const names = new Set(stated.map(nameOf));
  return [...names].map((name) => keeping((each) => nameOf(each) !== name));
}

function nameOf({ topic, key }: Stated): string {
  return `${topic} ${key}`;
}

/** A run of facts at once. */
function halves({ stated }: Life): readonly Without[] {
  const size = Math.ceil(stated.length / 4);
  return [0, 1, 2, 3].map((nth) => {
    const dropped = new Set(stated.slice(nth * size, (nth + 1) * size));
    return keeping((each) => !dropped.has(each));
  });
}

function singles({ stated, letters }: Life): readonly Without[] {
  return [
    ...stated.map((dropped) => keeping((each) => each !== dropped)),
    ...letters.map(
      (dropped): Without =>
        (life) => ({ ...life, letters: life.letters.filter((each: Letter) => each !== dropped) }),
    ),
  ];
}

function keeping(isKept: (each: Stated) => boolean): Without {
  return (life) => ({ ...life, stated: life.stated.filter(isKept) });
}

/**
 * A process of its own that plants faults one after the other, each in a copy of the once-only room, and looks for a
 * life that the copy answers wrongly. Arguments: a folder for the copies, this worker's share, of how many, lives at
 * most. Writes one line of JSON a mutant.
 */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { TEST_HUB_KEY } from '../support/facts.ts';
import { Chance } from '../support/seeded.ts';
import { isSame } from './difference.ts';
import { lifeOf } from './lives/life.ts';
import { MUTANTS } from './mutants/all.ts';
import type { Mutant } from './mutants/mutant.ts';
import { createOracle } from './oracle/answers.ts';
import { createProduct } from './product.ts';
import { loadRoom, ROOM_FOLDER, type Room } from './room.ts';
import type { Life, Said } from './told.ts';

/** What became of a mutant. */
export interface Fate {
  readonly name: string;
  /** How often its text stands in its file: once, or the list is out of date. */
  readonly texts: number;
  /** The seed of the first life that it answers wrongly; null if it survives. */
  readonly killedBy: number | null;
}

interface Expected {
  readonly life: Life;
  readonly answers: readonly Said[];
}

const expected: Expected[] = [];

/** The life of a seed, shuffled and doubled, with the oracle's answers; kept for the next mutant. */
function expectedOf(seed: number): Expected {
  const known = expected[seed];
  if (known !== undefined) return known;
  const life = lifeOf({ seed, hubKey: TEST_HUB_KEY });
  const answers = life.asked.map(createOracle(life));
  const stated = new Chance(seed).shuffle([...life.stated, ...life.stated]);
  const made = { life: { ...life, stated }, answers };
  expected[seed] = made;
  return made;
}

function isKilledBy(room: Room, { life, answers }: Expected): boolean {
  const product = createProduct(room, life);
  try {
    return life.asked.some((asked, nth) => {
      const answer = answers[nth];
      return answer === undefined || !isSame(answer, product(asked));
    });
  } catch {
    return true;
  }
}

async function fateOf(mutant: Mutant, folder: string, livesMax: number): Promise<Fate> {
  const { name, file, from, to } = mutant;
  cpSync(ROOM_FOLDER, folder, { recursive: true });
  const target = path.join(folder, `${file}.ts`);
  const text = readFileSync(target, 'utf8');
  const texts = text.split(from).length - 1;
  if (texts !== 1) return { name, texts, killedBy: null };
  writeFileSync(
    target,
    text.replace(from, () => to),
  );
  const room = await loadRoom(folder);
  for (let seed = 0; seed < livesMax; seed += 1) {
    if (isKilledBy(room, expectedOf(seed))) return { name, texts, killedBy: seed };
  }
  return { name, texts, killedBy: null };
}

const [scratch = '', share = '0', shares = '1', livesMax = '0'] = process.argv.slice(2);
for (const [nth, mutant] of MUTANTS.entries()) {
  if (nth % Number(shares) !== Number(share)) continue;
  const fate = await fateOf(mutant, path.join(scratch, String(nth)), Number(livesMax));
  process.stdout.write(`${JSON.stringify(fate)}\n`);
}

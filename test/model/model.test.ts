// Whole lives from seeds, answered by the product and by an oracle that was written from the rules alone: the same answers,
// whatever the order, the repetition and the batches in which the facts arrive. MODEL_SEED and MODEL_MEMORY_LIVES repeat or
// widen a run; a difference is printed with its seed, made small and readable.
import { expect, test } from 'vitest';
import { TEST_HUB_KEY } from '../support/facts.ts';
import { Chance } from '../support/seeded.ts';
import { explain, firstDifference } from './difference.ts';
import { lifeOf } from './lives/life.ts';
import { createProduct } from './product.ts';
import { loadRoom, ROOM_FOLDER } from './room.ts';
import type { Asked, Life, Said } from './told.ts';

const LIVES = Number(process.env['MODEL_MEMORY_LIVES'] ?? 300);
const SEED = Number(process.env['MODEL_SEED'] ?? 1);
console.log(`MODEL_SEED=${SEED}`);
const SEEDS = Array.from({ length: LIVES }, (_, nth) => SEED + nth);

const room = await loadRoom(ROOM_FOLDER);

function answers(life: Life): readonly Said[] {
  const product = createProduct(room, life);
  return life.asked.map((asked: Asked) => product(asked));
}

test('product and oracle answer every question alike', { timeout: 600_000 }, () => {
  for (const seed of SEEDS) {
    const life = lifeOf({ seed, hubKey: TEST_HUB_KEY });
    const asked = firstDifference(room, life);
    expect(asked === undefined ? '' : explain(room, life, asked), `seed ${seed}`).toBe('');
  }
});

test('any order and any repetition of the facts gives the very same answers', { timeout: 600_000 }, () => {
  for (const seed of SEEDS.slice(0, Math.ceil(LIVES / 3))) {
    const life = lifeOf({ seed, hubKey: TEST_HUB_KEY });
    const chance = new Chance(seed);
    const repeated = life.stated.filter(() => chance.next() < 0.5);
    const stated = chance.shuffle([...life.stated, ...repeated]);
    expect(answers({ ...life, stated }), `seed ${seed}`).toEqual(answers(life));
  }
});

test('what arrives later changes nothing that was known before', { timeout: 600_000 }, () => {
  for (const seed of SEEDS.slice(0, Math.ceil(LIVES / 3))) {
    const life = lifeOf({ seed, hubKey: TEST_HUB_KEY });
    const times = life.stated.map(({ fact }) => fact.event.recordedAt).sort((one, other) => one - other);
    const split = times[Math.floor(times.length / 2)] ?? 0;
    const asked = life.asked.map((each) => knownAt(each, split));
    const first = life.stated.filter(({ fact }) => fact.event.recordedAt <= split);
    expect(answers({ ...life, asked }), `seed ${seed}`).toEqual(answers({ ...life, asked, stated: first }));
  }
});

function knownAt(asked: Asked, at: number): Asked {
  return asked.kind === 'PAPERS'
    ? { ...asked, knownAt: at }
    : { ...asked, question: { ...asked.question, knownAt: at } };
}

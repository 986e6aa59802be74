// The story shuffled and every message sent twice, while projector and adapters are killed with sends in flight: the clients
// send again with the same ids, the last answers are the same, and the tables are what a rebuild from the log makes.
// STORY_SEED repeats a run.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isAsExpected, lastAnswer } from '#infra/demo/answers.ts';
import { sendMessage } from '#infra/demo/doors.ts';
import { askPortal } from '#infra/demo/portal.ts';
import { STEPS } from '#infra/demo/story.ts';
import { liveTables, rebuildAll } from '../support/read-models.ts';
import { Chance, seedFrom } from '../support/seeded.ts';
import { type ServiceName, startHub, type TestHub } from '../support/services.ts';
import { until } from '../support/wait.ts';
import { type Line, MESSAGES, shuffledLines } from './in-any-order.ts';

const VICTIMS: readonly ServiceName[] = [
  'one-stop-shop',
  'projector',
  'document-management',
  'one-stop-shop',
  'civil-servants',
  'projector',
];
const troubles: string[] = [];
const PATIENCE = { timeoutMs: 60_000, pauseMs: 100, onTrouble: (words: string) => troubles.push(words) };

let hub: TestHub;
const positions: string[] = [];
let messagesTaken = 0;

beforeAll(async () => {
  hub = await startHub();
}, 180_000);

afterAll(async () => {
  await hub.stop();
});

async function sendLine(line: Line): Promise<void> {
  for (const message of line) {
    const receipts = await sendMessage(message, hub.urls, PATIENCE);
    positions.push(...receipts.map(({ position }) => position));
    messagesTaken += 1;
  }
}

/** Sends a wave of lines all at once, and kills a service when some of them were taken and the others are on their way. */
async function sendUnderFire(lines: readonly Line[], name: ServiceName, chance: Chance): Promise<void> {
  const victim = hub.service(name);
  const enough = messagesTaken + chance.below(Math.ceil(lines.length / 2));
  const taken = Promise.all(lines.map(sendLine));
  await until(() => messagesTaken >= enough, { what: 'the first of the wave', everyMs: 1 });
  await victim.kill();
  victim.start();
  await Promise.all([taken, victim.ready()]);
}

async function wrongAnswers(): Promise<readonly unknown[]> {
  const wrong: unknown[] = [];
  for (const { key, asks } of STEPS) {
    for (const ask of asks) {
      const { said } = await askPortal(hub.urls.portal, ask, { minPositions: positions });
      if (!isAsExpected(said, lastAnswer(ask))) wrong.push([key, ask.title, said, lastAnswer(ask)]);
    }
  }
  return wrong;
}

describe('shuffled, every message twice, with processes killed while sends are in flight', () => {
  test('every message is taken in the end', { timeout: 180_000 }, async () => {
    const chance = new Chance(seedFrom('STORY_SEED'));
    const lines = shuffledLines(chance);
    expect(lines.flat()).toHaveLength(MESSAGES.length * 2);
    const size = Math.ceil(lines.length / VICTIMS.length);
    for (const [wave, name] of VICTIMS.entries()) {
      await sendUnderFire(lines.slice(wave * size, (wave + 1) * size), name, chance);
    }
    expect(positions.length).toBeGreaterThan(MESSAGES.length);
    // The kills met sends on their way, and these were sent again.
    expect(troubles.length).toBeGreaterThan(5);
  });

  test('the last answers are those of the story told in order', { timeout: 60_000 }, async () => {
    expect(await wrongAnswers()).toEqual([]);
  });

  test('the live tables equal a rebuild from offset 0, row by row', { timeout: 120_000 }, async () => {
    const live = await liveTables(hub);
    expect(live['dossiers.fact']?.length).toBeGreaterThan(40);
    await rebuildAll(hub);
    expect(await liveTables(hub)).toEqual(live);
    expect(await wrongAnswers()).toEqual([]);
  });
});

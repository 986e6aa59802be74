// Room for events at work: who waits, in which order, and for how long.
import { expect, test } from 'vitest';
import { EventsAtWork } from '#shared/publishing/events-at-work.ts';

/** Asks for room for each text in turn; tells who was let in, in the order in which it happened. */
function askFor(room: EventsAtWork, texts: readonly number[]) {
  const entered: number[] = [];
  const answers = texts.map(async (bytes) => {
    const mayEnter = await room.enter(bytes);
    if (mayEnter) entered.push(bytes);
    return mayEnter;
  });
  return { entered, answers };
}

const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

test('first come, first served: a small text does not overtake a large one that waits', async () => {
  const room = new EventsAtWork({ bytesMax: 100 });
  const { entered } = askFor(room, [60, 70, 1, 2]);
  await turn();
  expect(entered).toStrictEqual([60]);
  room.leave(60);
  await turn();
  expect(entered).toStrictEqual([60, 70, 1, 2]);
});

test('a text larger than the room gets in alone', async () => {
  const room = new EventsAtWork({ bytesMax: 100 });
  const { entered } = askFor(room, [99, 500, 1]);
  room.leave(99);
  await turn();
  expect(entered).toStrictEqual([99, 500]);
  room.leave(500);
  await turn();
  expect(entered).toStrictEqual([99, 500, 1]);
});

test('who finds no room in time is sent away, and who stood behind it gets in', async () => {
  const room = new EventsAtWork({ bytesMax: 100, waitMs: 50 });
  const { answers } = askFor(room, [60, 70, 30]);
  expect(await Promise.all(answers)).toStrictEqual([true, false, true]);
});

test('work that fails gives its room back; work that finds none in time is not begun', async () => {
  const room = new EventsAtWork({ bytesMax: 100, waitMs: 20 });
  await expect(room.during(100, () => Promise.reject(new Error('spoilt')))).rejects.toThrow('spoilt');
  expect(room.enter(100)).toBe(true);
  const begun: string[] = [];
  await expect(room.during(1, () => begun.push('work'))).rejects.toMatchObject({ code: 'LOG_FULL' });
  expect(begun).toStrictEqual([]);
  room.leave(100);
  expect(await room.during(100, () => 'done')).toBe('done');
});

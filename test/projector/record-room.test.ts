// Room for decoded records: small batches beside each other, large ones in turn, and nobody is forgotten.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RecordRoom } from '#services/projector/inbound/record-room.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('batches that fit are at work together, the next one waits until one of them is done', async () => {
  const room = new RecordRoom(10);
  const first = Promise.withResolvers<void>();
  const begun: string[] = [];
  const work = (name: string, until?: Promise<void>) => async (): Promise<void> => {
    begun.push(name);
    await until;
  };
  const all = [
    room.within(6, work('first', first.promise)),
    room.within(4, work('second')),
    room.within(5, work('third')),
  ];
  await Promise.race([all[1], turn()]);
  expect(begun).toEqual(['first', 'second']);
  first.resolve();
  await Promise.all(all);
  expect(begun).toEqual(['first', 'second', 'third']);
});

test('every batch is worked on once, never more records at a time than there is room for, whatever fails', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 20 }),
      fc.array(fc.tuple(fc.integer({ min: 1, max: 30 }), fc.boolean()), { maxLength: 30 }),
      async (size, batches) => {
        const room = new RecordRoom(size);
        let atWork = 0;
        let most = 0;
        let worked = 0;
        const ends = await Promise.allSettled(
          batches.map(([records, fails]) =>
            room.within(records, async () => {
              atWork += Math.min(records, size);
              most = Math.max(most, atWork);
              worked += 1;
              await turn();
              atWork -= Math.min(records, size);
              if (fails) throw new Error('as asked');
            }),
          ),
        );
        expect(worked).toBe(batches.length);
        expect(most).toBeLessThanOrEqual(size);
        expect(ends.map(({ status }) => status === 'rejected')).toEqual(batches.map(([, fails]) => fails));
      },
    ),
    { numRuns: 60 },
  );
});

// The show of the doors: 10,000 lines with three faulty ones, sent twice, counted where they are read.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '#shared/postgres/pool.ts';
import { createLogger } from '#shared/telemetry/logger.ts';
import { startProjector } from '../../../services/projector/app.ts';
import { until } from '../../support/wait.ts';
import { type DoorsRoom, openDoors } from './doors-room.ts';
import { resultIssued } from './example-events.ts';

let room: DoorsRoom;
let stopProjector: () => Promise<void>;
beforeAll(async () => {
  room = await openDoors();
  const projector = await startProjector(room.beside, createLogger({ name: 'test', level: 'silent' }));
  stopProjector = projector.stop;
});
afterAll(async () => {
  await stopProjector();
  await room.shut();
});

const FAULTY = new Map([
  [2_000, { pointer: '/data/paper/issuedOn', code: 'FORM', hint: 'did you mean 2026-09-15?' }],
  [5_001, { pointer: '/subject', code: 'REQUIRED' }],
  [10_000, { pointer: '/id', code: 'DUPLICATE_KEY' }],
]);

/** Five events each for 2,000 dossiers; three of them are spoilt. */
function lineAt(at: number): string {
  const dossierCode = `H44.150-260914-${String(at % 2_000).padStart(4, '0')}`;
  const id = `line-${at}`;
  const event = resultIssued({ id, subject: at === 5_001 ? undefined : dossierCode });
  const issuedOn = at === 2_000 ? '15/09/2026' : '2026-09-15';
  const data = { ...event.data, dossierCode, paper: { resultCode: 'KQ.G15.000031', number: id, issuedOn } };
  const text = JSON.stringify({ ...event, data });
  return at === 10_000 ? text.replace('"id":"line-10000"', '"id":"line-10000","id":"line-1"') : text;
}

/** Facts in the tables, once everything that the log holds is in them. */
async function factsProjected(): Promise<number> {
  const records = await room.recordsInLog();
  await until(
    async () => {
      const [row] = await room.pool.query<{ taken: number }>(sql`
        select coalesce(sum(next_offset), 0)::integer as taken from read.position where projection = 'dossiers'
      `);
      return row?.taken === records;
    },
    { what: 'the read model to be at the end of the log', timeoutMs: 60_000 },
  );
  const [row] = await room.pool.query<{ facts: number }>(
    sql`select count(*)::integer as facts from read.dossier_fact`,
  );
  return row?.facts ?? 0;
}

test('10,000-line NDJSON with 3 faulty lines: 9,997 in, 3 named with line and pointer; the same file again adds nothing', async () => {
  const body = Array.from({ length: 10_000 }, (_, at) => lineAt(at + 1));
  for (const time of ['first', 'again']) {
    const answer = await room.postLines('/v1/events', body);
    expect([time, answer.status]).toStrictEqual([time, 207]);
    const { receipts } = answer.body;
    expect(receipts.map(({ line }) => line)).toStrictEqual(body.map((_text, at) => at + 1));
    expect(receipts.filter(({ status }) => status === 'ACCEPTED')).toHaveLength(9_997);
    const named = receipts.filter(({ errors }) => errors !== undefined);
    expect(named).toMatchObject([...FAULTY].map(([line, fault]) => ({ line, errors: [fault] })));
    expect(await factsProjected()).toBe(9_997);
  }
  expect(await room.recordsInLog()).toBe(2 * 9_997);
}, 120_000);

// Poison on its way through the real loop: what is the record's fault becomes a dead letter and the stream goes on; what is the
// database's fault waits until somebody mends it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OutgoingRecord } from '#shared/kafka/producer-queue.ts';
import { sql } from '#shared/postgres/pool.ts';
import { type Projector, startProjector } from '../../services/projector/app.ts';
import { event, factsOf, type Hub, lettersOf, silent, startHub } from './hub.ts';

const STATEMENT_MS = 400;

let hub: Hub;
let projector: Projector;
beforeAll(async () => {
  hub = await startHub();
  projector = await startProjector(hub.config, silent, { statementTimeoutMs: STATEMENT_MS });
});
afterAll(async () => {
  await projector.stop();
  await hub.stop();
});

const accepted = (key: string, id: string): Promise<OutgoingRecord> =>
  hub.record('dossiers', key, event('DossierAccepted', { dueAt: null }, { id }));

/** Runs `body` before every row of a fact of this dossier. */
async function trap(key: string, body: string): Promise<void> {
  await hub.pool.query(
    sql.__dangerous__rawValue(`
      create or replace function public.trap() returns trigger language plpgsql as $$
      begin if new.aggregate_key = '${key}' and new.event_id like 'bad%' then ${body} end if; return new; end $$;
      create or replace trigger trap before insert on read_dossiers_1.fact
      for each row execute function public.trap();`),
  );
}

const untrap = (): Promise<unknown> => hub.pool.query(sql`drop trigger trap on read_dossiers_1.fact`);

async function idsOf(key: string): Promise<readonly string[]> {
  const facts = await factsOf(hub.pool, 'dossiers');
  return facts.filter((row) => row.aggregate_key === key).map((row) => row.event_id);
}

async function fingerprintsOf(key: string): Promise<readonly string[]> {
  const letters = await lettersOf(hub.pool, 'dossiers');
  return letters.filter((row) => row.aggregate_key === key).map((row) => row.fingerprint.slice(0, 11));
}

describe('a fact', () => {
  test.each([
    ['that violates a constraint', "raise exception 'no' using errcode = '23514';", '23514'],
    ['that always times out', 'perform pg_sleep(10);', '57014'],
  ])(
    '%s becomes a dead letter; those around it are kept',
    async (name, body, code) => {
      await trap(name, body);
      const records = [await accepted(name, 'a'), await accepted(name, 'bad'), await accepted(name, 'c')];
      await hub.kept('dossiers', await hub.send(records), 45_000);
      expect(await idsOf(name)).toEqual(['a', 'c']);
      expect(await fingerprintsOf(name)).toEqual([`STORE ${code}`]);
      await untrap();
    },
    60_000,
  );
});

describe('a database', () => {
  test.each([
    ['that is full', '53100'],
    ['that has lost a table', '42P01'],
    ['whose disk fails', '58030'],
  ])('%s holds the projection up and makes no dead letter', async (name, code) => {
    await trap(name, `raise exception 'no' using errcode = '${code}';`);
    const positions = await hub.send([await accepted(name, 'bad')]);
    await expect(hub.kept('dossiers', positions, 1_500)).rejects.toThrow('in vain');
    await untrap();
    await hub.kept('dossiers', positions);
    expect(await idsOf(name)).toEqual(['bad']);
    expect(await fingerprintsOf(name)).toEqual([]);
  });
});

test('Avro that claims more than there are bytes becomes a dead letter', async () => {
  const sound = await accepted('counted', 'a');
  // A length of 2^30 in place of the first field's, and more such after it.
  const claimed = Buffer.concat([
    sound.value.subarray(0, 5),
    Buffer.from('8080808008'.repeat(8), 'hex'),
    sound.value.subarray(6),
  ]);
  await hub.kept('dossiers', await hub.send([hub.raw('dossiers', 'counted', claimed), sound]));
  expect(await idsOf('counted')).toEqual(['a']);
  expect(await fingerprintsOf('counted')).toEqual(['DECODE MALF']);
});

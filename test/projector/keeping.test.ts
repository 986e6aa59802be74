// The store by itself: what stands in the tables does not depend on how rows came in, nor on how a stream was cut.
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPool, type Pool, sql } from '#shared/postgres/pool.ts';
import { migrateDatabase } from '../../infra/migrate/database.ts';
import type { DeadLetterRow, FactRow, KeptRecord, RawRecord } from '../../services/projector/core/rows.ts';
import { createStore, type Store } from '../../services/projector/outbound/store.ts';
import { createDatabase } from '../support/stack.ts';

let pool: Pool;
let topics = 0;
beforeAll(async () => {
  const url = await createDatabase();
  await migrateDatabase(url, () => undefined);
  pool = createPool({ url, applicationName: 'test', size: 3 });
});
afterAll(() => pool.dispose());

const fact = sql`read_dossiers_1.fact`;
const statement = sql`read_dossiers_1.paper_statement`;
const dirty = sql`read_dossiers_1.dirty`;

/** What a record of these tests says; the rest follows from it. */
interface Stated {
  readonly key: string;
  readonly id: number;
  readonly body?: number;
  readonly recordedAt?: number;
  /** PostgreSQL refuses the NUL in its source. */
  readonly poisoned?: boolean;
}

/** Hands over records one batch after another, from offset 0 of a topic of its own. */
function startKeeping(): (batch: readonly Stated[]) => Promise<number> {
  const { keep } = newStore();
  topics += 1;
  const topic = `t${topics}`;
  let offset = 0;
  return async (batch) => {
    const from = offset;
    const records = batch.map((stated) => keptRecord(topic, stated, offset++));
    const { outcome, deadLetters } = await keep({
      place: placeOf(topic, from, offset),
      records,
      letters: [],
    });
    expect(outcome).toBe('advanced');
    return deadLetters;
  };
}

function newStore(): Store {
  return createStore({ pool, group: 'dossiers', generation: 1, deadLettersPerMinuteMax: undefined });
}

function placeOf(topic: string, expectedOffset: number, nextOffset: number) {
  return {
    topic,
    partition: 0,
    expectedOffset,
    nextOffset,
    lastRecordHash: Buffer.alloc(32),
    lastTimestamp: 1,
  };
}

const uuid = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

function keptRecord(topic: string, stated: Stated, offset: number): KeptRecord {
  const { key, id, body = 0, recordedAt = 0, poisoned = false } = stated;
  const row: FactRow = {
    aggregateKey: key,
    factId: uuid(id),
    bodyHash: uuid(body),
    eventType: 'vn.gov.one-stop-shop.dossier-accepted.v1',
    occurredAt: 253_402_300_799_999,
    recordedAt,
    source: poisoned ? 'a\u0000b' : '/agencies/H44',
    eventId: `e${id}`,
    partition: 0,
    offset,
    payload: Buffer.from(`${key} ${id} ${body} ${recordedAt}`),
  };
  return {
    record: rawRecord(topic, offset, key),
    fact: row,
    index: {
      paper_statement: ['kind:A', 'name:b'].map((evidence) => ({
        subject_key: `s${id}`,
        evidence,
        aggregate_key: key,
        fact_id: uuid(id),
      })),
    },
  };
}

function rawRecord(topic: string, offset: number, key: string): RawRecord {
  return { topic, partition: 0, offset, timestamp: 1, key: Buffer.from(key), value: null, headers: {} };
}

async function factsOf(prefix: string): Promise<readonly unknown[]> {
  return pool.query(sql`
    select aggregate_key as key, fact_id, body_hash, (extract(epoch from occurred_at) * 1000)::bigint as occurred,
      (extract(epoch from recorded_at) * 1000)::bigint as recorded, record_offset, convert_from(payload, 'UTF8') as payload
    from ${fact} where starts_with(aggregate_key, ${prefix}) order by 1, 2, 3`);
}

async function count(table: typeof fact, prefix: string): Promise<number> {
  const [row] = await pool.query<{ count: number }>(
    sql`select count(*) as count from ${table} where starts_with(aggregate_key, ${prefix})`,
  );
  return row?.count ?? -1;
}

describe('a batch that is not where the position stands', () => {
  const stated = (name: string, id: number) => [{ key: `fence-${name}`, id }];
  const batch = (topic: string, name: string, id: number, from: number) => ({
    place: placeOf(topic, from, from + 1),
    records: stated(name, id).map((each) => keptRecord(topic, each, from)),
    letters: [],
  });

  test.each([
    ['before anything was kept', 0, 5],
    ['again', 1, 0],
    ['with some left out', 1, 3],
  ])('keeps nothing: %s', async (name, kept, from) => {
    const { keep, positions } = newStore();
    const topic = `fence ${name}`;
    for (let offset = 0; offset < kept; offset += 1)
      expect(await keep(batch(topic, 'kept', 7_000 + from, offset))).toMatchObject({ outcome: 'advanced' });
    expect(await keep(batch(topic, name, 7_100, from))).toEqual({ outcome: 'fenced', deadLetters: 0 });
    expect((await positions.read(topic, 0))?.nextOffset ?? 0).toBe(kept);
    for (const table of [fact, statement, dirty]) expect(await count(table, `fence-${name}`)).toBe(0);
  });

  test('waits for whoever moves the position, and keeps nothing then', async () => {
    const topic = 'fence waiting';
    const stores = Array.from({ length: 3 }, newStore);
    for (let offset = 0; offset < 20; offset += 1) {
      const outcomes = await Promise.all(
        stores.map(({ keep }, index) => keep(batch(topic, `waiting-${index}.`, 7_200 + offset, offset))),
      );
      expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['advanced', 'fenced', 'fenced']);
    }
    expect(await count(fact, 'fence-waiting-')).toBe(20);
  });
});

describe('copies of facts', () => {
  test('in one batch and across batches: the earliest recorded stays, whatever the batches', async () => {
    const stated = fc.record({
      id: fc.nat({ max: 5 }),
      body: fc.nat({ max: 1 }),
      recordedAt: fc.nat({ max: 3 }),
    });
    const batches = fc.array(fc.array(stated, { minLength: 1, maxLength: 12 }), {
      minLength: 1,
      maxLength: 6,
    });
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(batches, async (cut) => {
        const prefix = `copies-${(runs += 1)}.`;
        const keep = startKeeping();
        const all: (Stated & { readonly offset: number })[] = [];
        for (const batch of cut) {
          const keyed = batch.map((each) => ({ ...each, key: `${prefix}${each.id % 2}` }));
          for (const each of keyed) all.push({ ...each, offset: all.length });
          await keep(keyed);
        }
        expect(await factsOf(prefix)).toEqual(earliest(all));
        const ids = new Set(all.map(({ id }) => id));
        expect(await count(statement, prefix)).toBe(2 * ids.size);
      }),
      { numRuns: 60 },
    );
  });

  test('of a whole stream change nothing', async () => {
    const keep = startKeeping();
    const batches = Array.from({ length: 40 }, (_, batch) =>
      Array.from({ length: 25 }, (_unused, index) => ({ key: `twice-${index % 7}`, id: batch * 25 + index })),
    );
    for (const batch of batches) await keep(batch);
    const once = await factsOf('twice-');
    for (const batch of batches) await keep(batch.map((each) => ({ ...each, recordedAt: 1 })));
    expect(await factsOf('twice-')).toEqual(once);
    expect(once).toHaveLength(1_000);
    // And what comes after repeats is kept as ever.
    for (const batch of batches) await keep(batch.map((each) => ({ ...each, id: each.id + 5_000 })));
    expect(await count(fact, 'twice-')).toBe(2_000);
  });

  test('beside a record that PostgreSQL refuses: that one becomes a dead letter, the others stand', async () => {
    const keep = startKeeping();
    await keep([
      { key: 'mixed', id: 1, recordedAt: 5 },
      { key: 'mixed', id: 2 },
    ]);
    const letters = await keep([
      { key: 'mixed', id: 1, recordedAt: 3 },
      { key: 'mixed', id: 3, poisoned: true },
      { key: 'mixed', id: 4 },
    ]);
    expect(letters).toBe(1);
    expect(await factsOf('mixed')).toMatchObject([
      { fact_id: uuid(1), recorded: 3 },
      { fact_id: uuid(2) },
      { fact_id: uuid(4) },
    ]);
  });
});

function earliest(all: readonly (Stated & { readonly offset: number })[]): readonly unknown[] {
  const kept = new Map<string, (typeof all)[number]>();
  for (const each of all) {
    const name = `${each.key} ${uuid(each.id)} ${uuid(each.body ?? 0)}`;
    const known = kept.get(name);
    if (known === undefined || (each.recordedAt ?? 0) < (known.recordedAt ?? 0)) kept.set(name, each);
  }
  return [...kept]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([, { key, id, body = 0, recordedAt = 0, offset }]) => ({
      key,
      fact_id: uuid(id),
      body_hash: uuid(body),
      occurred: 253_402_300_799_999,
      recorded: recordedAt,
      record_offset: offset,
      payload: `${key} ${id} ${body} ${recordedAt}`,
    }));
}

describe('marks for derived tables', () => {
  async function marks(prefix: string): Promise<ReadonlyMap<string, number>> {
    const rows = await pool.query<{ key: string; marked: number }>(
      sql`select aggregate_key as key, marked from ${dirty} where starts_with(aggregate_key, ${prefix})`,
    );
    return new Map(rows.map(({ key, marked }) => [key, marked]));
  }

  test('each batch marks its aggregates anew, so that a mark set during a fold is not lost with the old one', async () => {
    const keep = startKeeping();
    await keep([
      { key: 'mark-a', id: 1 },
      { key: 'mark-b', id: 2 },
      { key: 'mark-a', id: 3 },
    ]);
    const before = await marks('mark-');
    expect([...before.keys()].sort()).toEqual(['mark-a', 'mark-b']);
    await keep([{ key: 'mark-a', id: 4 }]);
    const after = await marks('mark-');
    expect(after.get('mark-a')).toBeGreaterThan(before.get('mark-a') ?? 0);
    expect(after.get('mark-b')).toBe(before.get('mark-b'));
  });

  test('a dead letter marks its aggregate, in the form that PostgreSQL can hold', async () => {
    const keep = startKeeping();
    expect(await keep([{ key: 'letter\u0000', id: 1 }])).toBe(1);
    const letter: DeadLetterRow = {
      ...rawRecord('letters', 0, 'letter-1'),
      aggregateKey: 'letter-1',
      eventType: undefined,
      reason: 'r',
      fingerprint: 'f',
      recordTimestamp: 1,
      rawKey: null,
      rawValue: null,
    };
    await newStore().keep({ place: placeOf('letters', 0, 1), records: [], letters: [letter] });
    expect([...(await marks('letter')).keys()].sort()).toEqual(['letter-1', 'letter\u{FFFD}']);
  });

  test('a fenced batch marks nothing', async () => {
    const record = keptRecord('fenced', { key: 'fenced', id: 1 }, 7);
    const kept = await newStore().keep({ place: placeOf('fenced', 7, 8), records: [record], letters: [] });
    expect(kept.outcome).toBe('fenced');
    expect(await marks('fenced')).toEqual(new Map());
    expect(await count(fact, 'fenced')).toBe(0);
  });
});

// The registry in memory follows the tables: page by page, at the position of whoever asks, and with what could not be kept
// when it came.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { HubEvent } from '#schemas/generated/events.ts';
import { sql } from '#shared/postgres/pool.ts';
import { KnownRegistry } from '#shared/reading/known-registry.ts';
import { readPositions } from '#shared/reading/positions.ts';
import type { Registry } from '#shared/reading/registry-view.ts';
import type { Stated } from '../../projector/evaluator-facts.ts';
import { type EvaluatorRoom, evaluatorsOf, openEvaluatorRoom } from '../../projector/evaluator-room.ts';
import { event } from '../../projector/hub.ts';

let room: EvaluatorRoom;
beforeAll(async () => {
  room = await openEvaluatorRoom();
});
afterAll(() => room.close());

function joint(
  name: 'SubjectsLinked' | 'SubjectsUnlinked',
  one: string,
  other: string,
  at: number,
): HubEvent {
  const options = {
    stream: 'hub',
    at,
    concerns: [
      [one, 'HOLDER'],
      [other, 'HOLDER'],
    ],
  } as const;
  return event(name, { legalBasis: null }, options);
}

const AT = Date.UTC(2026, 0, 1);

/** Person n is known by an old number, too. */
function links(from: number, to: number): readonly Stated[] {
  return Array.from({ length: to - from }, (_, nth): Stated => {
    const person = from + nth;
    return [`P${person}`, joint('SubjectsLinked', `P${person}`, `OLD${person}`, AT + person * 1000)];
  });
}

const known = (): KnownRegistry => new KnownRegistry(evaluatorsOf(room.hub).facts);

async function now(registry: KnownRegistry, knownAt?: number): Promise<Registry> {
  return registry.at(room.hub.pool, await readPositions(room.hub.pool), knownAt);
}

const keysOf = ({ links: joined }: Registry, person: number): readonly string[] =>
  joined.keysOf(`P${person}`);
const joined = (person: number): readonly string[] => [`OLD${person}`, `P${person}`];

describe('the registry in memory', () => {
  test('holds more facts than are read at once', async () => {
    for (let from = 0; from < 4_500; from += 1_500) await room.keep('subjects', links(from, from + 1_500));
    const whole = await now(known());
    for (const person of [0, 1_999, 2_000, 2_001, 3_999, 4_000, 4_499])
      expect(keysOf(whole, person)).toEqual(joined(person));
    expect(keysOf(whole, 4_500)).toEqual(['P4500']);
  });

  test('knows of each instant what was recorded by then', async () => {
    const all = known();
    const minute = 60_000;
    const early = await now(all, AT + 2_000 * 1000 + minute);
    expect(keysOf(early, 2_000)).toEqual(joined(2_000));
    expect(keysOf(early, 2_001)).toEqual(['P2001']);
    await room.keep('subjects', [['P7', joint('SubjectsUnlinked', 'OLD7', 'P7', AT + 5_000_000)]]);
    expect(keysOf(await now(all), 7)).toEqual(['P7']);
    expect(keysOf(await now(all, AT + 5_000_000), 7)).toEqual(joined(7));
  });

  test('shows whoever asks from an earlier position what was there then', async () => {
    const all = known();
    const before = await readPositions(room.hub.pool);
    await room.keep('subjects', links(5_000, 5_002));
    const after = await now(all);
    const then = await all.at(room.hub.pool, before);
    expect(keysOf(after, 5_001)).toEqual(joined(5_001));
    expect(keysOf(then, 5_001)).toEqual(['P5001']);
    expect(keysOf(then, 11)).toEqual(joined(11));
    expect(keysOf(await now(all), 5_001)).toEqual(joined(5_001));
  });

  test('is the same for all who ask at once', async () => {
    const all = known();
    const several = await Promise.all([now(all), now(all), now(all, AT + 10_000_000), now(all)]);
    for (const each of several) expect(keysOf(each, 4_321)).toEqual(joined(4_321));
    expect(several[0]).toBe(several[1]);
  });

  test('learns what could not be kept when it came, once something else has come', async () => {
    const all = known();
    const { pool } = room.hub;
    await room.keep('subjects', links(6_000, 6_001));
    const [cut] = await pool.query<{ offset: number }>(sql`
      select record_offset as offset from read_subjects_1.fact where aggregate_key = 'P6000'`);
    const offset = cut?.offset ?? 0;
    await pool.query(
      sql`create table public.aside as select * from read_subjects_1.fact where aggregate_key = 'P6000'`,
    );
    await pool.query(sql`delete from read_subjects_1.fact where aggregate_key = 'P6000'`);
    await pool.query(sql`
      insert into read_subjects_1.dead_letter (
        topic, partition, record_offset, reason, fingerprint, record_timestamp, headers
      ) values (${room.hub.topicOf('subjects')}, 0, ${offset}, 'a test', 'a test', now(), '{}')`);
    expect(keysOf(await now(all), 6_000)).toEqual(['P6000']);
    await pool.query(sql`insert into read_subjects_1.fact select * from public.aside`);
    await pool.query(sql`delete from read_subjects_1.dead_letter`);
    await room.keep('subjects', links(6_001, 6_002));
    expect(keysOf(await now(all), 6_000)).toEqual(joined(6_000));
  });
});

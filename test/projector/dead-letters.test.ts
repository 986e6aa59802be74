import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compile } from '#shared/avro/codec.ts';
import { createSchemaRegistryClient } from '#shared/avro/registry-client.ts';
import { frame } from '#shared/avro/wire-format.ts';
import type { OutgoingRecord } from '#shared/kafka/producer-queue.ts';
import { resumeProjection } from '#shared/read-models/pausing.ts';
import { readProjections } from '#shared/read-models/projection-records.ts';
import { type Projector, startProjector } from '../../services/projector/app.ts';
import { until } from '../support/wait.ts';
import { event, factsOf, type Hub, lettersOf, silent, startHub } from './hub.ts';

let hub: Hub;
let projector: Projector;
beforeAll(async () => {
  hub = await startHub();
  projector = await startProjector(hub.config, silent);
});
afterAll(async () => {
  await projector.stop();
  await hub.stop();
});

const accepted = (key: string, id: string, source = '/agencies/H44.150/events') =>
  hub.record('dossiers', key, event('DossierAccepted', { dueAt: null }, { id, source }));

/** Records that look sound until they are to be stored: PostgreSQL refuses NUL in text. */
const refused = (key: string, id: string) => accepted(key, id, '/agencies/\u0000');

async function keptIds(key: string): Promise<readonly string[]> {
  const facts = await factsOf(hub.pool, 'dossiers');
  return facts.filter((row) => row.aggregate_key === key).map((row) => row.event_id);
}

async function lettersFor(key: string) {
  return (await lettersOf(hub.pool, 'dossiers')).filter((row) => row.aggregate_key === key);
}

describe('a record that PostgreSQL refuses', () => {
  test.each([
    ['first', 0],
    ['in the middle', 3],
    ['last', 6],
  ])('%s in its batch becomes a dead letter and takes no other with it', async (name, place) => {
    const key = `refused ${name}`;
    const records = await Promise.all(
      [0, 1, 2, 3, 4, 5, 6].map((index) => (index === place ? refused : accepted)(key, `r${index}`)),
    );
    const positions = await hub.send(records);
    await hub.kept('dossiers', positions);
    expect(await keptIds(key)).toEqual(
      ['r0', 'r1', 'r2', 'r3', 'r4', 'r5', 'r6'].filter((id) => id !== `r${place}`),
    );
    const [letter, ...others] = await lettersFor(key);
    expect(others).toEqual([]);
    expect(letter).toMatchObject({
      record_offset: positions[place]?.offset,
      event_type: 'vn.gov.one-stop-shop.dossier-accepted.v1',
      fingerprint: 'STORE 22021 vn.gov.one-stop-shop.dossier-accepted.v1',
      headers: { ce_id: `r${place}` },
    });
    expect(letter?.raw_value).toEqual(records[place]?.value);
    expect(letter?.raw_key?.toString()).toBe(key);
  });
});

describe('a record that cannot be understood', () => {
  test.each<[string, string, (whole: OutgoingRecord) => Buffer]>([
    ['without the wire format', 'DECODE WIRE_FORMAT', () => Buffer.from('{"json": true}')],
    [
      'with a schema that nobody registered',
      'DECODE SCHEMA_NOT_FOUND',
      ({ value }) => frame(987_654, value.subarray(5)),
    ],
    ['cut short', 'DECODE MALFORMED_AVRO', ({ value }) => value.subarray(0, value.length - 7)],
    [
      'with bytes left over',
      'DECODE MALFORMED_AVRO',
      ({ value }) => Buffer.concat([value, Buffer.from('more')]),
    ],
  ])('%s becomes a dead letter; those around it are kept', async (name, fingerprint, broken) => {
    const key = `broken: ${name}`;
    const sound = await accepted(key, 'b1');
    const poison = hub.raw('dossiers', key, broken(sound), { odd: 'a\u0000b' });
    await hub.kept('dossiers', await hub.send([sound, poison, await accepted(key, 'b2')]));
    expect(await keptIds(key)).toEqual(['b1', 'b2']);
    expect(await lettersFor(key)).toMatchObject([
      { fingerprint: `${fingerprint} -`, raw_value: poison.value },
    ]);
  });

  test('inside a correction makes a dead letter of the correction', async () => {
    const key = 'broken correction';
    const correction = await hub.record(
      'dossiers',
      key,
      event('FactCorrected', {
        target: { source: 's', id: 'i' },
        factType: 'vn.gov.one-stop-shop.dossier-accepted.v1',
        fact: Buffer.from('no fact'),
      }),
    );
    await hub.kept('dossiers', await hub.send([correction]));
    const [letter] = await lettersFor(key);
    expect(letter?.fingerprint).toBe('DECODE FACT_WIRE_FORMAT vn.gov.one-stop-shop.fact-corrected.v1');
  });
});

test('a sound record of a type that this version does not know is counted and passed', async () => {
  const schema = '{"type":"record","name":"FromTheFuture","namespace":"vn.gov.one_stop_shop","fields":[]}';
  const registry = createSchemaRegistryClient({ url: hub.config.schemaRegistryUrl });
  const id = await registry.register('future', schema);
  const key = 'unknown type';
  const unknown = hub.raw('dossiers', key, frame(id, compile(JSON.parse(schema)).encode({})));
  await hub.kept('dossiers', await hub.send([unknown, await accepted(key, 'u1')]));
  expect(await keptIds(key)).toEqual(['u1']);
  expect(await lettersFor(key)).toEqual([]);
  const metrics = await (await fetch(`${projector.address}/metrics`)).text();
  expect(metrics).toMatch(
    /projection_unknown_types_total\{.*type="vn\.gov\.one_stop_shop\.FromTheFuture".*\} 1/,
  );
});

describe('a storm of failures', () => {
  test('halts that projection alone until an operator resumes it; nothing more is set aside, nothing is lost', async () => {
    const own = await startHub();
    const restless = await startProjector(own.config, silent);
    const sound = await own.record('procedures', 'p', event('DossierAccepted', { dueAt: null }, { id: 's' }));
    await own.kept('procedures', await own.send([sound]));
    const storm = Array.from({ length: 25 }, (_, index) =>
      own.raw('procedures', 'p', Buffer.from(`poison ${index}`)),
    );
    const positions = await own.send(storm);
    const halt = await until(async () => (await readProjections(own.pool)).get('procedures')?.halt, {
      what: 'the halt',
    });
    expect(halt).toMatchObject({ code: 'TOO_MANY_FAILURES' });
    expect(halt.reason).toContain('records of procedures failed within a minute');
    expect(halt.reason).toMatch(/\d+ × DECODE WIRE_FORMAT - from .*procedure\.v1\/0\/\d+/);
    const letters = await lettersOf(own.pool, 'procedures');
    expect(letters.length).toBeLessThanOrEqual(20);

    const ready = await fetch(`${restless.address}/readyz`);
    expect([ready.status, await ready.text()]).toEqual([
      503,
      expect.stringContaining('halted until an operator'),
    ]);
    const dossier = await own.record('dossiers', 'd', event('DossierAccepted', { dueAt: null }, { id: 'd' }));
    await own.kept('dossiers', await own.send([dossier]));
    expect(await lettersOf(own.pool, 'procedures')).toEqual(letters);

    await restless.stop();
    const again = await startProjector(own.config, silent);
    await until(
      async () => (await (await fetch(`${again.address}/readyz`)).text()).includes('halted until'),
      {
        what: 'the halt to be known after a restart',
      },
    );
    await resumeProjection(own.pool, { group: 'procedures', by: 'test', failuresMax: 100 });
    await own.kept('procedures', positions);
    const after = await own.record(
      'procedures',
      'p',
      event('DossierAccepted', { dueAt: null }, { id: 'after' }),
    );
    await own.kept('procedures', await own.send([after]));
    expect(await lettersOf(own.pool, 'procedures')).toHaveLength(25);
    expect((await factsOf(own.pool, 'procedures')).map((row) => row.event_id)).toEqual(['after', 's']);
    await until(async () => (await fetch(`${again.address}/readyz`)).ok, {
      what: 'the projector to be ready',
    });
    await again.stop();
    await own.stop();
  }, 90_000);
});

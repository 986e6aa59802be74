// The topic is the registry: ids survive a restart, two writers cannot give one id two meanings.

import { describe, expect, test } from 'vitest';
import { createSchemaRegistryClient, SchemaRegistryError } from '#shared/avro/registry-client.ts';
import { createGroupCommitProducer } from '#shared/kafka/producer.ts';
import { connection } from '../shared/kafka/kafka-room.ts';
import { topicPrefix } from '../support/stack.ts';
import { until } from '../support/wait.ts';
import { call, carrying, recordSchema, startTestRegistry } from './registry-room.ts';

const ID = { name: 'id', type: 'string' };

describe('schema ids', () => {
  test('survive a restart of the registry', async () => {
    const prefix = topicPrefix();
    const before = await startTestRegistry(prefix);
    const client = createSchemaRegistryClient({ url: before.address });
    const schemas = ['A', 'B', 'C'].map((name) => JSON.stringify(recordSchema(name, ID)));
    const ids = await Promise.all(
      schemas.map((schema, index) => client.register(`subject-${index}`, schema)),
    );
    expect(new Set(ids).size).toBe(3);
    await before.stop();
    const after = await startTestRegistry(prefix);
    const again = createSchemaRegistryClient({ url: after.address });
    expect(
      await Promise.all(schemas.map((schema, index) => again.register(`subject-${index}`, schema))),
    ).toEqual(ids);
    expect(await again.register('subject-3', JSON.stringify(recordSchema('D', ID)))).toBe(
      Math.max(...ids) + 1,
    );
    await after.stop();
  });

  test('are not given twice by two registries at once', async () => {
    const prefix = topicPrefix();
    const [one, two] = await Promise.all([startTestRegistry(prefix), startTestRegistry(prefix)]);
    const registered = await Promise.all(
      Array.from({ length: 10 }, async (_, index) => {
        const schema = JSON.stringify(recordSchema(`R${index}`, ID));
        const client = createSchemaRegistryClient({ url: (index % 2 === 0 ? one : two).address });
        const id = await client.register(`subject-${index}`, schema).catch(() => undefined);
        return { id, schema };
      }),
    );
    const given = registered.filter(({ id }) => id !== undefined);
    expect(given.length).toBeGreaterThan(0);
    expect(new Set(given.map(({ id }) => id)).size).toBe(given.length);
    for (const registry of [one, two]) {
      for (const { id, schema } of given) {
        await until(async () => (await call(registry, 'GET', `/schemas/ids/${id}`)).status === 200, {
          what: `schema ${id}`,
        });
        expect((await call(registry, 'GET', `/schemas/ids/${id}`)).body).toEqual({ schema });
      }
    }
    await Promise.all([one.stop(), two.stop()]);
  });

  test('a record that takes an id already given, or that is no entry, is passed over', async () => {
    const prefix = topicPrefix();
    const registry = await startTestRegistry(prefix);
    await call(registry, 'POST', '/subjects/mine/versions', carrying(recordSchema('Mine', ID)));
    const producer = createGroupCommitProducer(await connection());
    const foreign = {
      subject: 'theirs',
      version: 1,
      id: 1,
      schema: JSON.stringify(recordSchema('Theirs', ID)),
    };
    const topic = `${prefix}gov.hub.schema.v1`;
    const values = [
      JSON.stringify(foreign),
      '{"subject":7}',
      'no JSON',
      JSON.stringify({ ...foreign, id: 7, schema: '{' }),
    ];
    await producer.send(
      values.map((value) => ({ topic, partition: 0, key: 'theirs', value: Buffer.from(value), headers: {} })),
    );
    await producer.close();
    const next = await call(registry, 'POST', '/subjects/next/versions', carrying(recordSchema('Next', ID)));
    expect(next.body).toEqual({ id: 2 });
    expect((await call(registry, 'GET', '/subjects')).body).toEqual(['mine', 'next']);
    await registry.stop();
  });

  test('the client tells what passes by itself from what does not', async () => {
    const registry = await startTestRegistry(topicPrefix());
    const client = createSchemaRegistryClient({ url: registry.address });
    const schema = recordSchema('Fact', ID);
    const id = await client.register('facts', JSON.stringify(schema));
    expect(await client.schemaById(id)).toEqual(schema);
    expect(await client.schemaById(id)).toBe(await client.schemaById(id));
    await expect(client.schemaById(4_711)).rejects.toMatchObject({ code: 'NOT_FOUND', transient: false });
    await expect(client.register('facts', '{}')).rejects.toMatchObject({ code: 'REFUSED', transient: false });
    const other = JSON.stringify(recordSchema('Fact', { name: 'id', type: 'int' }));
    await expect(client.register('facts', other)).rejects.toMatchObject({
      code: 'INCOMPATIBLE',
      transient: false,
    });
    await registry.stop();
    const gone = client.schemaById(5);
    await expect(gone).rejects.toBeInstanceOf(SchemaRegistryError);
    await expect(gone).rejects.toMatchObject({ code: 'UNREACHABLE', transient: true });
  });
});

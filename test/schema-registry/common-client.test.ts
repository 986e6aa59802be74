// npm's @kafkajs/confluent-schema-registry reads what the hub writes, through the hub's registry.

import { COMPATIBILITY, SchemaRegistry } from '@kafkajs/confluent-schema-registry';
import { expect, test } from 'vitest';
import { compile } from '#shared/avro/codec.ts';
import { createSchemaRegistryClient } from '#shared/avro/registry-client.ts';
import { parseSchema } from '#shared/avro/schema-tree.ts';
import { frame } from '#shared/avro/wire-format.ts';
import { createGroupCommitProducer } from '#shared/kafka/producer.ts';
import { connection, freshTopic, readAll } from '../shared/kafka/kafka-room.ts';
import { topicPrefix } from '../support/stack.ts';
import { recordSchema, startTestRegistry } from './registry-room.ts';

const SCHEMA = recordSchema(
  'DossierAccepted',
  { name: 'id', type: 'string' },
  { name: 'dueAt', type: ['null', { type: 'long', logicalType: 'timestamp-millis' }], default: null },
);

test('the common client decodes a message of the hub and registers schemas of its own', async () => {
  const registry = await startTestRegistry(topicPrefix());
  const to = await connection();
  const topic = await freshTopic(to, 1);
  const text = JSON.stringify(SCHEMA);
  const id = await createSchemaRegistryClient({ url: registry.address }).register(`${topic}-fact`, text);
  const fact = { id: 'Hồ sơ 1', dueAt: 1_790_000_000_000 };
  const value = frame(id, compile(parseSchema(text)).encode(fact));
  const producer = createGroupCommitProducer(to);
  await producer.send([{ topic, partition: 0, key: 'a', value, headers: {} }]);
  await producer.close();

  const client = new SchemaRegistry({ host: registry.address });
  const [read] = await readAll(to, topic);
  expect({ ...(await client.decode(read?.value ?? Buffer.alloc(0))) }).toEqual(fact);
  expect(await client.getLatestSchemaId(`${topic}-fact`)).toBe(id);
  expect(await client.getRegistryId(`${topic}-fact`, 1)).toBe(id);

  const own = {
    type: 'record' as const,
    name: 'Own',
    namespace: 'org.example',
    fields: [{ name: 'n', type: 'int' }],
  };
  const options = { subject: 'own', compatibility: COMPATIBILITY.BACKWARD_TRANSITIVE };
  const registered = await client.register(own, options);
  expect(await client.decode(await client.encode(registered.id, { n: 7 }))).toEqual({ n: 7 });
  expect((await client.register(own, options)).id).toBe(registered.id);
  await registry.stop();
});

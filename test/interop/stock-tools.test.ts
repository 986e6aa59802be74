/** Tools that are not ours read the hub's log: Kafka's own console tools, npm's registry client, the CloudEvents SDK. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { SchemaRegistry } from '@kafkajs/confluent-schema-registry';
import { CloudEvent, HTTP } from 'cloudevents';
import { Kafka, logLevel } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { installKafka } from '#infra/local/kafka.ts';
import { KAFKA_CACHE } from '#infra/local/place.ts';
import { startHub, type TestHub } from '../support/services.ts';
import { until } from '../support/wait.ts';

const DOSSIER = 'H44.10-260301-0001';
const run = promisify(execFile);
let hub: TestHub;
let jars: string;
let topic: string;

beforeAll(async () => {
  [hub, jars] = await Promise.all([startHub(), installKafka(KAFKA_CACHE)]);
  topic = `${hub.topicPrefix}gov.one-stop-shop.dossier.v1`;
  const event = new CloudEvent({
    id: 'stock-1',
    source: '/agencies/H44.10/one-stop-shop',
    type: 'vn.gov.one-stop-shop.dossier-accepted.v1',
    subject: DOSSIER,
    time: '2026-03-01T02:00:00.000Z',
    data: { dueAt: '2026-03-05T10:00:00.000Z' },
  });
  const message = HTTP.structured(event);
  const answer = await fetch(`${hub.urls.oneStopShop}/v1/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/cloudevents+json' },
    body: String(message.body),
  });
  if (answer.status !== 202) throw new Error(`the door answered ${answer.status}`);
}, 120_000);

afterAll(() => hub.stop());

/** Runs one of Kafka's command-line classes against the tests' broker. */
async function kafkaTool(className: string, args: readonly string[]): Promise<string> {
  const settings = ['-Xmx128m', '-cp', path.join(jars, '*'), className];
  const { stdout } = await run('java', [...settings, ...args], { encoding: 'utf8' });
  return stdout;
}

const brokers = (): string => hub.environment['KAFKA_BROKERS'] ?? '';

describe('tools that are not ours', () => {
  test('the console consumer shows key, CloudEvents headers and a value in the Confluent wire format', async () => {
    const shown = await kafkaTool('org.apache.kafka.tools.consumer.ConsoleConsumer', [
      '--bootstrap-server',
      brokers(),
      '--topic',
      topic,
      '--from-beginning',
      '--max-messages',
      '1',
      '--timeout-ms',
      '20000',
      '--property',
      'print.key=true',
      '--property',
      'print.headers=true',
    ]);
    expect(shown).toContain(DOSSIER);
    expect(shown).toContain('ce_type:vn.gov.one-stop-shop.dossier-accepted.v1');
    expect(shown).toContain('ce_id:stock-1');
    expect(shown).toContain('\u0000');
  });

  test("npm's registry client decodes the value through our registry", async () => {
    const registry = new SchemaRegistry({ host: hub.environment['SCHEMA_REGISTRY_URL'] ?? '' });
    const consumer = new Kafka({ brokers: brokers().split(','), logLevel: logLevel.NOTHING }).consumer({
      groupId: `${hub.topicPrefix}stock`,
    });
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    const values: Buffer[] = [];
    await consumer.run({
      eachMessage: async ({ message }) => {
        if (message.value !== null) values.push(message.value);
      },
    });
    const [value] = await until(() => values.length > 0 && values, { what: 'a record', timeoutMs: 20_000 });
    await consumer.disconnect();
    const decoded: unknown = await registry.decode(value ?? Buffer.alloc(0));
    expect(decoded).toMatchObject({
      id: 'stock-1',
      agency: 'H44.10',
      door: 'events',
      concerns: [],
      sealed: [],
    });
  });

  test('kafka-consumer-groups shows the lag of the projection', async () => {
    const line = await until(
      async () => {
        const shown = await kafkaTool('org.apache.kafka.tools.consumer.group.ConsumerGroupCommand', [
          '--bootstrap-server',
          brokers(),
          '--describe',
          '--group',
          `hub.${topic}.1`,
        ]);
        return shown.split('\n').find((each) => each.includes(topic) && / 1 +1 +0 /.test(each));
      },
      { what: 'a partition at offset 1 of 1 with lag 0', timeoutMs: 40_000 },
    );
    expect(line).toContain(topic);
  }, 60_000);
});

// A broker of one's own that is stopped and killed while records go out and come in.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { installKafka, type LocalKafka, startKafka } from '#infra/local/kafka.ts';
import { freePort } from '#infra/local/ports.ts';
import type { KafkaConnection } from '#shared/kafka/client.ts';
import { consumePartitionedTopic } from '#shared/kafka/consumer.ts';
import type { LogRecord } from '#shared/kafka/delivery.ts';
import { createGroupCommitProducer, type GroupCommitProducer } from '#shared/kafka/producer.ts';
import { DeliveryUnknownError } from '#shared/kafka/producer-errors.ts';
import { until } from '../../support/wait.ts';
import { connection, freshTopic, readAll, record } from './kafka-room.ts';
import { createKeeper } from './keeper-room.ts';

const folder = mkdtempSync(join(tmpdir(), 'broker-restart-'));
let start: () => Promise<LocalKafka>;
let kafka: LocalKafka;
let to: KafkaConnection;

beforeAll(async () => {
  const jars = await installKafka(join(import.meta.dirname, '..', '..', '..', '.data', 'kafka'));
  const [port, controllerPort] = [await freePort(), await freePort()];
  const dataDir = join(folder, 'kafka');
  start = () => startKafka({ dataDir, port, controllerPort, logFile: join(folder, 'kafka.log'), jars });
  kafka = await start();
  to = { ...(await connection()), brokers: [kafka.brokers] };
});
afterAll(async () => {
  await kafka.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('a broker that goes away', () => {
  test('the producer says unknown while it is away, and sends again once it is back', async () => {
    const topic = await freshTopic(to, 2);
    const producer = createGroupCommitProducer({ ...to, limits: { deadlineMs: 1_500 } });
    await producer.send([record(topic, 0, 'before')]);
    await kafka.stop();
    await expect(producer.send([record(topic, 0, 'during')])).rejects.toBeInstanceOf(DeliveryUnknownError);
    kafka = await start();
    const positions = await until(() => producer.send([record(topic, 0, 'after')]).catch(() => undefined), {
      what: 'a send to the broker that is back',
      timeoutMs: 30_000,
    });
    await producer.close();
    const found = await readAll(to, topic);
    expect(found.at(0)?.value?.toString()).toBe('before');
    expect(found[positions[0]?.offset ?? -1]?.value?.toString()).toBe('after');
  }, 90_000);

  test('killed under load: what was acknowledged is where it was told, and is delivered exactly once', async () => {
    const topic = await freshTopic(to, 3);
    const keeper = createKeeper();
    const delivery = consumePartitionedTopic({
      ...to,
      topic,
      groupId: `${topic}.group`,
      positions: keeper.positions,
      handleBatch: async (batch) => keeper.keep(batch),
    });
    const producer = createGroupCommitProducer({ ...to, limits: { deadlineMs: 3_000 } });
    const load = startLoad(producer, topic);
    for (let kill = 1; kill <= 2; kill += 1) {
      const before = load.acknowledged.size;
      await until(() => load.acknowledged.size > before + 200, {
        what: 'acknowledged records',
        timeoutMs: 40_000,
      });
      process.kill(kafka.pid, 'SIGKILL');
      await kafka.process.exited;
      kafka = await start();
    }
    const before = load.acknowledged.size;
    await until(() => load.acknowledged.size > before + 200, {
      what: 'acknowledged records',
      timeoutMs: 40_000,
    });
    await load.stop();
    await producer.close();
    const acknowledged = placed(await readAll(to, topic));
    for (const [place, value] of load.acknowledged) expect(acknowledged.get(place)).toBe(value);
    await until(() => keeper.rows().length >= acknowledged.size, {
      what: 'delivery of everything',
      timeoutMs: 40_000,
    });
    await delivery.stop();
    const kept = keeper.rows();
    // A send that was given up as unknown may reach the log after its producer was closed: read the log again.
    const inLog = placed(await readAll(to, topic));
    expect(placed(kept).size).toBe(kept.length);
    expect(kept.length).toBeGreaterThanOrEqual(acknowledged.size);
    for (const [place, value] of placed(kept)) expect(inLog.get(place)).toBe(value);
  }, 150_000);
});

/** Values by the place where they are in the log. */
function placed(rows: readonly LogRecord[]): Map<string, string | undefined> {
  return new Map(rows.map((row) => [`${row.partition}/${row.offset}`, row.value?.toString()]));
}

type Load = { readonly acknowledged: ReadonlyMap<string, string>; readonly stop: () => Promise<void> };

/** Twenty callers, each sending one record after the other; remembers which position each was told. */
function startLoad(producer: GroupCommitProducer, topic: string): Load {
  const acknowledged = new Map<string, string>();
  const enough = new AbortController();
  const caller = async (name: number): Promise<void> => {
    for (let count = 0; !enough.signal.aborted; count += 1) {
      const value = `${name}-${count}`;
      const told = await producer.send([record(topic, count % 3, value)]).catch(() => []);
      for (const { partition, offset } of told) acknowledged.set(`${partition}/${offset}`, value);
    }
  };
  const callers = Array.from({ length: 20 }, (_, name) => caller(name));
  return {
    acknowledged,
    stop: async () => {
      enough.abort();
      await Promise.all(callers);
    },
  };
}

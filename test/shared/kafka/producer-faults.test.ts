// Overlapping sends while a broker fails in every way that it can, seen from the client. What a caller was told holds; what it
// was not told it sends again under the same ids. FAULTS raises the number of faults, FAULTS_SEED repeats a run.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { KafkaConnection } from '#shared/kafka/client.ts';
import { createGroupCommitProducer, type GroupCommitProducer } from '#shared/kafka/producer.ts';
import { DeliveryUnknownError } from '#shared/kafka/producer-errors.ts';
import type { OutgoingRecord, RecordPosition } from '#shared/kafka/producer-queue.ts';
import { type FakeBroker, type Fault, startFakeBroker } from '../../support/fake-broker/fake-broker.ts';
import { Chance, seedFrom } from '../../support/seeded.ts';
import { connection, freshTopic, readAll } from './kafka-room.ts';

const FAULTS = Number(process.env['FAULTS'] ?? '15');
const CALLERS = 16;
const PARTITIONS = 4;
const DEADLINE_MS = 1_000;

/** A broker refuses so: not the leader, too few replicas, storage, sequence out of order, unknown producer. */
const REFUSALS = [6, 19, 56, 45, 59];
/** Written, and said not to be: timed out, too few replicas after the append, not the leader any more. */
const DISOWNED = [7, 20, 6];

const KINDS: readonly ((chance: Chance) => Fault)[] = [
  () => ({ kind: 'LOST' }),
  () => ({ kind: 'UNANSWERED' }),
  () => ({ kind: 'CUT' }),
  (chance) => ({ kind: 'LATE', ms: chance.pick([50, 300, 2 * DEADLINE_MS]) }),
  (chance) => ({ kind: 'REFUSED', code: chance.pick(REFUSALS) }),
  (chance) => ({ kind: 'DISOWNED', code: chance.pick(DISOWNED), nth: chance.pick([1, 2, 3]) }),
];

describe.each(['own', 'kafkajs'] as const)('a failing broker, encoder %s', (encoder) => {
  let to: KafkaConnection;
  let broker: FakeBroker;
  let chance: Chance;
  const faults = new Map<string, number>();

  function faultOf(): Fault | undefined {
    if (faultCount() >= FAULTS || chance.next() < 0.4) return undefined;
    const fault = chance.pick(KINDS)(chance);
    faults.set(fault.kind, (faults.get(fault.kind) ?? 0) + 1);
    return fault;
  }
  const faultCount = (): number => [...faults.values()].reduce((sum, count) => sum + count, 0);

  beforeAll(async () => {
    to = await connection();
    chance = new Chance(seedFrom('FAULTS_SEED'));
    broker = await startFakeBroker(to.brokers[0] ?? '', faultOf);
  });
  afterAll(() => broker.close());

  test('0 lost, 0 doubled', { timeout: 60_000 + FAULTS * 2_000 }, async () => {
    const topic = await freshTopic(to, PARTITIONS);
    const producer = createGroupCommitProducer({
      ...to,
      brokers: [broker.brokers],
      encoding: { encoder, compression: 'none' },
      limits: { batchRecordsMax: 12, deadlineMs: DEADLINE_MS },
    });
    const callers = Array.from({ length: CALLERS }, (_, nth) =>
      callUntil(() => faultCount() >= FAULTS, producer, topic, nth),
    );
    const told = (await Promise.all(callers)).flat();
    await producer.close();
    const inLog = await readAll(to, topic);
    const byAttempt = Map.groupBy(inLog, ({ value }) => value?.toString() ?? '');
    const doubled = [...byAttempt.values()].filter(({ length }) => length > 1);
    const lost = told.filter(({ attempt, position }) => {
      const [found] = byAttempt.get(attempt) ?? [];
      return found?.partition !== position.partition || found.offset !== position.offset;
    });
    expect({ doubled, lost }).toEqual({ doubled: [], lost: [] });
    // Whoever reads counts an id once: what was acknowledged, no more and no less.
    const ids = new Set(inLog.map(({ headers }) => headers['ce_id']));
    expect(ids).toEqual(new Set(told.map(({ id }) => id)));
    console.log(`${told.length} records, ${inLog.length} in the log, faults: ${JSON.stringify([...faults])}`);
    expect(faults.size).toBeGreaterThan(3);
  });
});

interface Told {
  readonly id: string;
  /** The one of its tries that was acknowledged. */
  readonly attempt: string;
  readonly position: RecordPosition;
}

/** Sends one message after the other, each until it is acknowledged. */
async function callUntil(
  enough: () => boolean,
  producer: GroupCommitProducer,
  topic: string,
  caller: number,
): Promise<Told[]> {
  const told: Told[] = [];
  for (let message = 0; !enough(); message += 1) {
    const ids = Array.from({ length: 1 + (message % 3) }, (_, item) => `${caller}-${message}-${item}`);
    told.push(...(await sendUntilTold(producer, topic, ids)));
  }
  return told;
}

async function sendUntilTold(
  producer: GroupCommitProducer,
  topic: string,
  ids: readonly string[],
): Promise<Told[]> {
  for (let attempt = 1; ; attempt += 1) {
    const records = ids.map((id, item) => recordOf(topic, id, attempt, item));
    try {
      const positions = await producer.send(records);
      return positions.map((position, item) => ({
        id: ids[item] ?? '',
        attempt: records[item]?.value.toString() ?? '',
        position,
      }));
    } catch (error) {
      if (!(error instanceof DeliveryUnknownError)) throw error;
    }
  }
}

function recordOf(topic: string, id: string, attempt: number, item: number): OutgoingRecord {
  const partition = (id.length + attempt + item) % PARTITIONS;
  return { topic, partition, key: id, value: Buffer.from(`${id}, try ${attempt}`), headers: { ce_id: id } };
}

/** Where a topic's partitions begin and end, and whether a position lies inside. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Admin } from 'kafkajs';
import { createKafkaClient, type KafkaConnection, withAdmin } from './client.ts';
import { DeliveryHalt } from './delivery.ts';
import { isNotThereYet } from './topics.ts';

/** Per partition: the first offset that exists, and the one that the next record will get. */
export type LogBounds = ReadonlyMap<number, { readonly low: number; readonly high: number }>;

/** Asks the broker; patient with partitions that were made, or have moved, a moment ago. */
export async function fetchLogBounds(admin: Admin, topic: string): Promise<LogBounds> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const offsets = await admin.fetchTopicOffsets(topic);
      return new Map(
        offsets.map(({ partition, low, high }) => [partition, { low: Number(low), high: Number(high) }]),
      );
    } catch (error) {
      if (attempt >= ATTEMPTS_MAX || !isNotThereYet(error)) throw error;
      await delay(PAUSE_MS);
    }
  }
}

/** The offset that the next record of each partition gets, asked with a client of its own. */
export async function fetchLogEnds(
  connection: KafkaConnection,
  topic: string,
): Promise<ReadonlyMap<number, number>> {
  const bounds = await withAdmin(createKafkaClient(connection), (admin) => fetchLogBounds(admin, topic));
  return new Map([...bounds].map(([partition, { high }]) => [partition, high]));
}

const ATTEMPTS_MAX = 30;
const PAUSE_MS = 100;

/**
 * A position off the log means lost records, one way or the other.
 * @throws DeliveryHalt
 */
export function assertInside(topic: string, partition: number, nextOffset: number, bounds: LogBounds): void {
  const { low, high } = bounds.get(partition) ?? { low: 0, high: 0 };
  if (nextOffset > high) {
    const what = `${topic}/${partition}: the position is ${nextOffset}, but the log ends at ${high}`;
    throw new DeliveryHalt(
      'POSITION_BEYOND_END',
      `${what}; the log was cut or replaced: rebuild, or restore the log`,
    );
  }
  if (nextOffset < low) {
    const what = `${topic}/${partition}: the position is ${nextOffset}, but the log begins at ${low}`;
    throw new DeliveryHalt('POSITION_BEFORE_START', `${what}; records were deleted: restore the log`);
  }
}

/** The dossier topic of the stack that is measured: filled through the adapter's door, and read. */
import type { KafkaConnection } from '#shared/kafka/client.ts';
import type { LogRecord } from '#shared/kafka/delivery.ts';
import { fetchLogEnds } from '#shared/kafka/log-bounds.ts';
import { readTopic } from '#shared/kafka/reader.ts';
import { dossierEvents } from './dossier-events.ts';

export const TOPIC = 'gov.one-stop-shop.dossier.v1';

/** Sends dossiers, as batches of 100 events as an agency that catches up would, until the topic holds so many events. */
export async function fillTo(adapterUrl: string, connection: KafkaConnection, events: number): Promise<void> {
  const missing = events - (await recordsIn(connection));
  const run = String(Date.now() % 1000).padStart(3, '0');
  let batch: unknown[] = [];
  for (let number = 0; number * 5 < missing; number += 1) {
    batch.push(...dossierEvents(run, number));
    if (batch.length < 100 && (number + 1) * 5 < missing) continue;
    await send(adapterUrl, batch);
    batch = [];
  }
}

async function send(adapterUrl: string, events: readonly unknown[]): Promise<void> {
  const answer = await fetch(`${adapterUrl}/v1/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/cloudevents-batch+json' },
    body: JSON.stringify(events),
  });
  if (answer.status !== 202)
    throw new Error(`the adapter answered ${answer.status}: ${(await answer.text()).slice(0, 500)}`);
}

/** As the broker says. */
export async function recordsIn(connection: KafkaConnection): Promise<number> {
  const ends = await fetchLogEnds(connection, TOPIC);
  return [...ends.values()].reduce((sum, end) => sum + end, 0);
}

/** Everything that stands in the topic now. */
export async function readRecords(connection: KafkaConnection): Promise<LogRecord[]> {
  const records: LogRecord[] = [];
  const reader = readTopic({ ...connection, topic: TOPIC, onRecord: (record) => void records.push(record) });
  await reader.caughtUp;
  await reader.stop();
  return records;
}

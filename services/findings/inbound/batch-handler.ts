/**
 * A batch of new facts as it arrives: once everything that was known with it is projected, what it makes worth a
 * look is judged, what is found is published, and the position moves. A batch that is handed over again finds the
 * same, under the same ids.
 */
import type { DecodeValue } from '#shared/avro/event-decoder.ts';
import type { HandleBatch, LogBatch, LogRecord } from '#shared/kafka/delivery.ts';
import type { FactDraft } from '#shared/pure/draft.ts';
import type { Fact } from '#shared/pure/fact.ts';
import { factIdOf, uuidText } from '#shared/pure/hub-key.ts';
import { isNothing, type KeyedFact, type Looks, looksOf } from '../core/triggers.ts';

export interface BatchHandlerParts {
  readonly decode: DecodeValue;
  /** Waits until the read models know the batch, and whatever else the log knew when it was written. */
  readonly untilKept: (batch: LogBatch) => Promise<void>;
  readonly look: (looks: Looks) => Promise<readonly FactDraft[]>;
  /** Leaves out what was found before. */
  readonly publish: (drafts: readonly FactDraft[]) => Promise<void>;
  readonly move: (batch: LogBatch) => Promise<boolean>;
}

export function createBatchHandler({
  decode,
  untilKept,
  look,
  publish,
  move,
}: BatchHandlerParts): HandleBatch {
  return async (batch) => {
    const looks = looksOf(await factsOf(decode, batch.records));
    if (!isNothing(looks)) {
      await untilKept(batch);
      const drafts = await look(looks);
      if (drafts.length > 0) await publish(drafts);
    }
    return (await move(batch)) ? 'advanced' : 'fenced';
  };
}

/** What cannot be read is a dead letter of the projection. */
async function factsOf(decode: DecodeValue, records: readonly LogRecord[]): Promise<readonly KeyedFact[]> {
  const facts: KeyedFact[] = [];
  for (const record of records) {
    if (record.key === null || record.value === null) continue;
    const fact = await factOf(decode, record, record.value);
    if (fact !== undefined) facts.push({ aggregateKey: record.key.toString('utf8'), fact });
  }
  return facts;
}

async function factOf(decode: DecodeValue, record: LogRecord, value: Buffer): Promise<Fact | undefined> {
  const decoded = await decode(value);
  if (decoded.kind !== 'event') return undefined;
  const { event } = decoded;
  const inner = event.eventName === 'FactCorrected' ? await decode(event.fact) : undefined;
  return {
    event,
    factId: factIdOf(event.source, event.id),
    bodyHash: uuidText(event.bodyHash),
    position: { topic: record.topic, partition: record.partition, offset: String(record.offset) },
    ...(inner?.kind === 'event' && { replacement: inner.event }),
  };
}

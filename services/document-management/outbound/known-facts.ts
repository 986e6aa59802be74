/**
 * What the hub already knows of some documents, so that a sender learns at once of a repeat or a conflict. Only a
 * courtesy: the projector decides. So no answer in time is no failure, and the message is published as if new.
 */
import { type Queryable, sql } from '#shared/postgres/pool.ts';
import { createAskKindly } from '#shared/publishing/courtesy.ts';
import type { KnownFact, KnownFacts } from '../core/repeats.ts';

interface Row {
  readonly fact_id: string;
  readonly body_hash: string;
  readonly recorded_at: Date;
  readonly partition: number;
  readonly record_offset: number;
}

/** Reads the documents' read model. `onSilence` is told why when it did not answer. */
export function createKnownFacts(
  pool: Queryable,
  onSilence: (error: unknown) => void,
  now?: () => number,
): KnownFacts {
  const ask = createAskKindly(onSilence, now);
  return {
    find: (documentKeys, factIds) =>
      ask(async () => (await queryFacts(pool, documentKeys, factIds)).map(knownFact), []),
  };
}

/** The key narrows to one index range; of a document with thousands of statuses only those asked for come. */
function queryFacts(pool: Queryable, documentKeys: readonly string[], factIds: readonly string[]) {
  return pool.query<Row>(sql`
    select fact_id, body_hash, recorded_at, partition, record_offset
    from read.document_fact
    where aggregate_key = any(${documentKeys}::text[]) and fact_id = any(${factIds}::uuid[])
  `);
}

function knownFact(row: Row): KnownFact {
  return {
    factId: row.fact_id,
    bodyHash: row.body_hash,
    recordedAt: row.recorded_at.getTime(),
    partition: row.partition,
    offset: row.record_offset,
  };
}

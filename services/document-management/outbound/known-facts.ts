/**
 * What the hub already knows of some documents, so that a sender learns at once of a repeat or a conflict. Only a
 * courtesy: the projector decides. So no answer in time is no failure, and the message is published as if new.
 */
import { type Queryable, sql } from '#shared/postgres/pool.ts';
import type { KnownFact, KnownFacts } from '../core/repeats.ts';

/** A caller waits for its receipt: what takes longer than this is not worth knowing. */
const WAIT_MS_MAX = 500;
/** A database that did not answer is left alone for so long, so that its silence costs one request, not all. */
const REST_MS = 5000;

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
  now: () => number = Date.now,
): KnownFacts {
  let askAgainAt = 0;
  return {
    async find(documentKeys, factIds) {
      if (now() < askAgainAt) return [];
      try {
        const rows = await inTime(queryFacts(pool, documentKeys, factIds));
        return rows.map(knownFact);
      } catch (error) {
        askAgainAt = now() + REST_MS;
        onSilence(error);
        return [];
      }
    },
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

async function inTime<T>(work: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`no answer within ${WAIT_MS_MAX} ms`)), WAIT_MS_MAX);
  work.catch(() => undefined); // after its time nobody waits for it
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
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

/** What became of dead letters that were projected again, for operators to read. */
import type { GroupName } from '#schemas/read-models/groups.ts';
import type { DeadLetterRow, FactRow, KeptRecord, RawRecord } from './rows.ts';

/** The shape is that of `records.redrive`. */
export interface Redriven {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly projection: GroupName;
  readonly result: 'KEPT' | 'KNOWN' | 'PASSED' | 'STILL_FAILS';
  readonly fingerprint: string;
  readonly reason?: string;
  readonly rows?: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
}

export interface RedriveParts {
  readonly projection: GroupName;
  readonly letters: readonly { readonly record: RawRecord; readonly fingerprint: string }[];
  readonly kept: readonly KeptRecord[];
  readonly known: ReadonlySet<FactRow>;
  readonly failing: readonly DeadLetterRow[];
}

/** One entry a letter, in their order. */
export function redriven({ projection, letters, kept, known, failing }: RedriveParts): readonly Redriven[] {
  const nowFailing = new Map(failing.map((letter) => [nameOf(letter), letter]));
  const keptNow = new Map(kept.map((one) => [nameOf(one.record), one]));
  return letters.map(({ record, fingerprint }) => {
    const { topic, partition, offset } = record;
    const place = { topic, partition, offset, projection, fingerprint };
    const still = nowFailing.get(nameOf(record));
    if (still !== undefined)
      return { ...place, result: 'STILL_FAILS', reason: `${still.fingerprint}: ${still.reason}` };
    const fact = keptNow.get(nameOf(record));
    if (fact === undefined) return { ...place, result: 'PASSED' };
    return known.has(fact.fact)
      ? { ...place, result: 'KNOWN' }
      : { ...place, result: 'KEPT', rows: rowsOf(fact) };
  });
}

/** By table, as they are written; the payload is the letter's own bytes. */
function rowsOf({ fact, index }: KeptRecord): NonNullable<Redriven['rows']> {
  const { aggregateKey, factId, bodyHash, eventType, source, eventId, recordedAt } = fact;
  const written = {
    aggregate_key: aggregateKey,
    fact_id: factId,
    body_hash: bodyHash,
    event_type: eventType,
    source,
    event_id: eventId,
    recorded_at: new Date(recordedAt).toISOString(),
  };
  const byTable = Object.entries(index).map(
    ([table, rows]) => [table, rows.map((row) => ({ ...row }))] as const,
  );
  return { fact: [written], ...Object.fromEntries(byTable) };
}

function nameOf({ topic, partition, offset }: Pick<RawRecord, 'topic' | 'partition' | 'offset'>): string {
  return `${topic}/${partition}/${offset}`;
}

/** Facts by their own names, whichever group of read models has them. */
import { GROUP_NAMES, GROUPS, type GroupName } from '#schemas/read-models/groups.ts';
import type { TopicName } from '#schemas/topics.ts';
import { type Queryable, type SqlQuery, sql } from '#shared/postgres/pool.ts';
import { type Receipt, receiptOf } from '#shared/publishing/receipt.ts';
import type { Fact } from '#shared/pure/fact.ts';
import { factIdOf } from '#shared/pure/hub-key.ts';
import type { FactReader, FactRow } from '#shared/reading/fact-rows.ts';

/** A fact with the aggregate under whose key it stands. */
export interface FoundFact {
  readonly group: GroupName;
  readonly aggregateKey: string;
  readonly fact: Fact;
}

/** Facts of one name at most: ids of the CloudEvents are unique in their source only. */
export const NAMESAKES_MAX = 200;

/** Where a fact is looked for. */
export interface Place {
  /** Without it every row is looked at: an index by fact would cost every write more than all others together. */
  readonly aggregateKey?: string | undefined;
  /** All, unless given. */
  readonly groups?: readonly GroupName[];
}

/** By the fact's own name: several where bodies or aggregates differ. */
export function findByFactId(
  on: Queryable,
  facts: FactReader,
  factId: string,
  place: Place = {},
): Promise<readonly FoundFact[]> {
  return find(on, facts, sql`fact_id = ${factId}::uuid`, place);
}

/** By CloudEvents ids. */
export function findByEventId(
  on: Queryable,
  facts: FactReader,
  ids: readonly string[],
  place: Place = {},
): Promise<readonly FoundFact[]> {
  return find(on, facts, sql`event_id = any(${ids}::text[])`, place);
}

async function find(
  on: Queryable,
  facts: FactReader,
  named: SqlQuery,
  { aggregateKey, groups = GROUP_NAMES }: Place,
): Promise<readonly FoundFact[]> {
  const there = aggregateKey === undefined ? sql`true` : sql`aggregate_key = ${aggregateKey}`;
  const parts = groups.map(
    (group) => sql`
      select ${group}::text as stream, aggregate_key, fact_id, body_hash, partition, record_offset, payload
      from ${sql.ident('read', GROUPS[group].factView)}
      where ${named} and ${there}`,
  );
  const rows = await on.query<FactRow>(sql`
    select * from (${sql.join(parts, sql` union all `)}) as named limit ${NAMESAKES_MAX}`);
  return foundFacts(rows, facts);
}

/** Rows decoded, each with its aggregate. */
export async function foundFacts(rows: readonly FactRow[], facts: FactReader): Promise<readonly FoundFact[]> {
  const decoded = await facts.facts(rows);
  return rows.flatMap(({ stream, aggregate_key }, at) => {
    const fact = decoded[at];
    return fact === undefined ? [] : [{ group: stream, aggregateKey: aggregate_key, fact }];
  });
}

/** What was stated under a name: its first receipt, and whether the body was this one. */
export async function findStated(
  on: Queryable,
  facts: FactReader,
  named: {
    readonly source: string;
    readonly id: string;
    readonly bodyHash: string;
    readonly topic: TopicName;
    readonly key?: string | undefined;
  },
): Promise<{ readonly receipt: Receipt; readonly isSame: boolean } | undefined> {
  const { source, id, topic, key } = named;
  const groups = GROUP_NAMES.filter((group) => GROUPS[group].topic === topic);
  // What is fed first is small: there a name is found under whichever key it was used.
  const isSmall = groups.every((group) => GROUPS[group].first);
  const place = isSmall ? { groups } : { groups, aggregateKey: key };
  const found = await findByFactId(on, facts, factIdOf(source, id), place);
  const [first] = found
    .map(({ fact }) => fact)
    .toSorted((left, right) => left.event.recordedAt - right.event.recordedAt);
  if (first === undefined) return undefined;
  const { position } = first;
  return {
    receipt: receiptOf(first.event, { ...position, offset: Number(position.offset) }),
    isSame: first.bodyHash === named.bodyHash,
  };
}

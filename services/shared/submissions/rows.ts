/** The rows of `records.submission`: written many at a time, listed in pages, found by id. */
import { type Queryable, sql, type Transaction } from '#shared/postgres/pool.ts';
import type { SubmissionDefect } from './note.ts';
import type { BodyState, ClientClass, KeptFault, Outcome, SubmissionKind } from './submission.ts';

/** A row to be written. */
export interface NewRow extends SubmissionKind {
  readonly id: string | null;
  readonly at: number;
  readonly lastAt: number;
  readonly submissions: number;
  readonly bytes: number;
  readonly taken: number;
  readonly refused: number;
  readonly faults: readonly KeptFault[];
  readonly faultCount: number;
  readonly defects: readonly SubmissionDefect[];
  readonly body: BodyState;
  readonly box: Buffer | null;
  readonly keyDay: string | null;
}

/** A row as it is listed: without the box. */
export interface ListedRow {
  readonly number: number;
  readonly id: string | null;
  readonly at: Date;
  readonly last_at: Date;
  readonly submissions: number;
  readonly path: string;
  readonly content_type: string;
  readonly sender: string | null;
  readonly client: ClientClass;
  readonly bytes: number;
  readonly dry_run: boolean;
  readonly status: number;
  readonly outcome: Outcome;
  readonly problem: string | null;
  readonly taken: number;
  readonly refused: number;
  readonly faults: readonly KeptFault[];
  readonly fault_count: number;
  readonly defects: readonly SubmissionDefect[];
  readonly body: BodyState;
}

export interface BoxedRow extends ListedRow {
  readonly box: Buffer | null;
  readonly key_day: string | null;
}

/** Writes rows, and adds what they take to their senders' volumes. */
export async function insertRows(tx: Transaction, adapter: string, rows: readonly NewRow[]): Promise<void> {
  await tx.query(sql`
    insert into records.submission (
      adapter, id, at, last_at, submissions, path, content_type, sender, client, bytes, dry_run, status, outcome,
      problem, taken, refused, faults, fault_count, defects, body, box, key_day
    )
    select ${adapter}, id, ${instant('at')}, ${instant('last_at')}, submissions, path, content_type, sender, client,
      bytes, dry_run, status, outcome, problem, taken, refused, faults::json, fault_count, defects::json, body, box,
      key_day
    from unnest(
      ${rows.map(({ id }) => id)}::text[],
      ${rows.map(({ at }) => at)}::bigint[],
      ${rows.map(({ lastAt }) => lastAt)}::bigint[],
      ${rows.map(({ submissions }) => submissions)}::int[],
      ${rows.map(({ path }) => path)}::text[],
      ${rows.map(({ contentType }) => contentType)}::text[],
      ${rows.map(({ sender }) => sender)}::text[],
      ${rows.map(({ client }) => client)}::text[],
      ${rows.map(({ bytes }) => bytes)}::bigint[],
      ${rows.map(({ dryRun }) => dryRun)}::boolean[],
      ${rows.map(({ status }) => status)}::int[],
      ${rows.map(({ outcome }) => outcome)}::text[],
      ${rows.map(({ problem }) => problem)}::text[],
      ${rows.map(({ taken }) => taken)}::int[],
      ${rows.map(({ refused }) => refused)}::int[],
      ${rows.map(({ faults }) => JSON.stringify(faults))}::text[],
      ${rows.map(({ faultCount }) => faultCount)}::int[],
      ${rows.map(({ defects }) => JSON.stringify(defects))}::text[],
      ${rows.map(({ body }) => body)}::text[],
      ${rows.map(({ box }) => box)}::bytea[],
      ${rows.map(({ keyDay }) => keyDay)}::date[]
    ) as row (
      id, at, last_at, submissions, path, content_type, sender, client, bytes, dry_run, status, outcome, problem,
      taken, refused, faults, fault_count, defects, body, box, key_day
    )`);
  await addVolumes(tx, adapter, rows);
}

const instant = (column: 'at' | 'last_at') =>
  sql`timestamptz 'epoch' + ${sql.ident(column)} * interval '1 millisecond'`;

async function addVolumes(tx: Transaction, adapter: string, rows: readonly NewRow[]): Promise<void> {
  const boxed = rows.filter(({ box }) => box !== null);
  if (boxed.length === 0) return;
  await tx.query(sql`
    insert into records.submission_volume (adapter, sender, day, box_bytes)
    select ${adapter}, sender, day, sum(box_bytes)
    from unnest(
      ${boxed.map(({ sender }) => sender ?? '')}::text[],
      ${boxed.map(({ keyDay }) => keyDay)}::date[],
      ${boxed.map(({ box }) => box?.length ?? 0)}::bigint[]
    ) as row (sender, day, box_bytes)
    group by sender, day
    -- In one order everywhere, or two adapters could wait for each other.
    order by sender, day
    on conflict (adapter, sender, day) do update
      set box_bytes = submission_volume.box_bytes + excluded.box_bytes`);
}

export interface SubmissionFilter {
  readonly sender?: string | undefined;
  readonly outcome?: string | undefined;
  /** Epoch milliseconds; `to` is not included. */
  readonly from: number;
  readonly to: number;
  /** Older than the last row of the page before. */
  readonly before?: { readonly at: number; readonly number: number } | undefined;
  readonly limit: number;
}

const LISTED = sql`number, id, at, last_at, submissions, path, content_type, sender, client, bytes, dry_run, status,
  outcome, problem, taken, refused, faults, fault_count, defects, body`;

/** The newest first. */
export function listRows(
  on: Queryable,
  adapter: string,
  { sender, outcome, from, to, before, limit }: SubmissionFilter,
): Promise<readonly ListedRow[]> {
  return on.query<ListedRow>(sql`
    select ${LISTED}
    from records.submission
    where adapter = ${adapter} and at >= ${new Date(from)} and at < ${new Date(to)}
      and ${sender === undefined ? sql`true` : sql`sender = ${sender}`}
      and ${outcome === undefined ? sql`true` : sql`outcome = ${outcome}`}
      and ${before === undefined ? sql`true` : sql`(at, number) < (${new Date(before.at)}, ${before.number})`}
    order by at desc, number desc
    limit ${limit}`);
}

/** The newest of that id since `from`. */
export async function findRow(
  on: Queryable,
  adapter: string,
  id: string,
  from: number,
): Promise<BoxedRow | undefined> {
  const [row] = await on.query<BoxedRow>(sql`
    select ${LISTED}, box, key_day::text as key_day
    from records.submission
    where id = ${id} and adapter = ${adapter} and at >= ${new Date(from)}
    order by number desc
    limit 1`);
  return row;
}

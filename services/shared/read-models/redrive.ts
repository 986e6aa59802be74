/**
 * Dead letters to be projected again: asked for by operators, done by a projector, because only its code makes rows.
 * The two meet in `records.redrive`; who asked for what stays there.
 */
import type { GroupName } from '#schemas/read-models/groups.ts';
import {
  type Pool,
  type Queryable,
  savepoint,
  sql,
  type Transaction,
  transaction,
} from '#shared/postgres/pool.ts';

/** Where a letter's record stands in the log. */
export interface LetterPlace {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

/** Letters that fit every member given; discarded ones are never meant. */
export interface RedriveFilter {
  readonly projection?: GroupName;
  readonly fingerprint?: string;
  readonly aggregateKey?: string;
  readonly places?: readonly LetterPlace[];
}

/**
 * KEPT: rows are written and the letter is gone. KNOWN: the fact was there already, the letter is gone. PASSED: of a
 * type that nobody projects, the letter is gone. STILL_FAILS: the letter stays.
 */
export type RedriveResult = 'KEPT' | 'KNOWN' | 'PASSED' | 'STILL_FAILS';

export interface RedrivenLetter extends LetterPlace {
  readonly projection: GroupName;
  readonly result: RedriveResult;
  /** As it failed before. */
  readonly fingerprint: string;
  /** Of STILL_FAILS: as it fails now. */
  readonly reason?: string;
  /** Of KEPT: by table. */
  readonly rows?: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
}

export interface RedriveOutcome {
  /** Letters that fit, at most `letters` of them at once; ask again for the others. */
  readonly matched: number;
  readonly letters: readonly RedrivenLetter[];
  /** Why nothing could be done. */
  readonly failure?: string;
}

export interface RedriveRequest {
  readonly id: string;
  readonly askedAt: Date;
  readonly askedBy: string | undefined;
  readonly dryRun: boolean;
  readonly filter: RedriveFilter;
  /** Undefined until a projector has done it. */
  readonly outcome: RedriveOutcome | undefined;
}

export interface RedriveWish {
  readonly by: string | undefined;
  readonly dryRun: boolean;
  readonly filter: RedriveFilter;
}

/** Gives the id by which to ask for the outcome. */
export async function askForRedrive(on: Queryable, { by, dryRun, filter }: RedriveWish): Promise<string> {
  const [row] = await on.query<{ id: string }>(sql`
    insert into records.redrive (asked_by, dry_run, filter)
    values (${by ?? null}, ${dryRun}, ${JSON.stringify(filter)}::jsonb)
    returning id`);
  if (row === undefined) throw new Error('the redrive was not recorded');
  return row.id;
}

interface Row {
  readonly id: string;
  readonly asked_at: Date;
  readonly asked_by: string | null;
  readonly dry_run: boolean;
  readonly filter: RedriveFilter;
  readonly outcome: RedriveOutcome | null;
}

const COLUMNS = sql`id, asked_at, asked_by, dry_run, filter, outcome`;

/** Undefined if nobody asked for it. */
export async function findRedrive(on: Queryable, id: string): Promise<RedriveRequest | undefined> {
  const [row] = await on.query<Row>(sql`select ${COLUMNS} from records.redrive where id = ${id}::uuid`);
  return row === undefined ? undefined : requestOf(row);
}

/**
 * Does the oldest request that nobody else is doing, in one transaction with its outcome; of a dry run nothing but
 * the outcome stays.
 * @returns the request, undefined if there is none. What `work` throws undoes everything.
 */
export async function doOldestRedrive(
  pool: Pool,
  work: (tx: Transaction, request: RedriveRequest) => Promise<RedriveOutcome>,
): Promise<RedriveRequest | undefined> {
  return transaction(pool, async (tx) => {
    const [row] = await tx.query<Row>(sql`
      select ${COLUMNS} from records.redrive where ended_at is null
      order by asked_at limit 1 for update skip locked`);
    if (row === undefined) return undefined;
    const request = requestOf(row);
    const outcome = await (request.dryRun ? undone(tx, (inner) => work(inner, request)) : work(tx, request));
    await endRedrive(tx, request.id, outcome);
    return { ...request, outcome };
  });
}

/** Ends a request that can never be done. */
export async function endRedrive(on: Queryable, id: string, outcome: RedriveOutcome): Promise<void> {
  await on.query(sql`
    update records.redrive set ended_at = now(), outcome = ${JSON.stringify(outcome)}::json
    where id = ${id}::uuid and ended_at is null`);
}

class Undone extends Error {}

/** Gives what work gives, and takes back what it wrote. */
async function undone<T>(tx: Transaction, work: (inner: Transaction) => Promise<T>): Promise<T> {
  const done: T[] = [];
  try {
    await savepoint(tx, async (inner) => {
      done.push(await work(inner));
      throw new Undone();
    });
  } catch (error) {
    if (!(error instanceof Undone)) throw error;
  }
  const [result] = done;
  if (result === undefined) throw new Error('the work gave nothing');
  return result;
}

function requestOf(row: Row): RedriveRequest {
  const { id, asked_at: askedAt, asked_by: askedBy, dry_run: dryRun, filter, outcome } = row;
  return { id, askedAt, askedBy: askedBy ?? undefined, dryRun, filter, outcome: outcome ?? undefined };
}

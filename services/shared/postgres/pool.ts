/**
 * The only door to PostgreSQL: a bounded pool with a limit on every wait, and the `sql` tag. Values always travel
 * as parameters. Promises: bigint columns come as exact numbers or throw, timestamptz as `Date`, uuid as text,
 * bytea as `Buffer`; a query text that is a plain string does not compile.
 */
import pg, { DataTypeID, IsolationLevel, type SQLQuery, sql } from '@databases/pg';
import { within } from '#shared/deadline/within.ts';
import { type Step, tellInOneGo } from './one-go.ts';
import { type Moment, Snapshots } from './snapshots.ts';

export type { Moment, SQLQuery as SqlQuery };
export { sql };

/** Whatever a query can run on. `Row` is what the caller's SQL selects: state it beside the SQL. */
export interface Queryable {
  query<Row>(query: SQLQuery): Promise<readonly Row[]>;
}

/** Work that commits or vanishes as a whole. `tx` opens a savepoint: what throws inside is undone alone. */
export interface Transaction extends Queryable {
  tx<T>(work: (savepoint: Transaction) => Promise<T>): Promise<T>;
}

export interface Pool extends Queryable {
  /** One read by itself, prepared once a connection: for what is asked often. On the connections of `snapshot`. */
  read<Row>(query: SQLQuery): Promise<readonly Row[]>;
  tx<T>(work: (transaction: Transaction) => Promise<T>, options?: LibraryTransactionOptions): Promise<T>;
  /**
   * Runs steps as one transaction without waiting between them.
   * @throws StepFailure
   */
  inOneGo(steps: readonly Step[]): Promise<void>;
  /**
   * Reads of one moment of the database (repeatable read, read only), on connections of their own: as many again as
   * `size`, opened when first asked. Statements are planned once a connection, for any values, and those that are
   * begun without waiting for one another travel together.
   */
  snapshot<T>(work: (moment: Moment) => Promise<T>): Promise<T>;
  /** Closes every connection; waits for those in use. */
  dispose(): Promise<void>;
}

interface LibraryTransactionOptions {
  readonly isolationLevel?: IsolationLevel;
  readonly readOnly?: boolean;
  readonly statementTimeoutMilliseconds?: number;
}

export interface PoolOptions {
  /** `postgres://user:password@host:port/database`. */
  readonly url: string;
  /** Shown in `pg_stat_activity`. */
  readonly applicationName: string;
  /** Connections at most. Default 10. */
  readonly size?: number;
  /** Longest statement. Default 10,000 ms; a rebuild states more. */
  readonly statementTimeoutMs?: number;
  /** Longest wait for a lock. Default 5,000 ms. */
  readonly lockTimeoutMs?: number;
  /** Longest wait for a new connection. Default 5,000 ms. */
  readonly connectTimeoutMs?: number;
  /**
   * Longest wait for the answer of a query or a whole transaction, counted here: the limits above are counted by
   * PostgreSQL, which may have fallen silent. Default: none.
   */
  readonly answerWithinMs?: number;
  /** Told of connections that die while idle; the pool replaces them by itself. */
  readonly onIdleError?: (error: Error) => void;
}

const createLibraryPool = pg.default;

/** A pool; connects when first asked, so it can be made while PostgreSQL is still down. */
export function createPool(options: PoolOptions): Pool {
  const size = options.size ?? 10;
  const statementTimeoutMs = options.statementTimeoutMs ?? 10_000;
  const lockTimeoutMs = options.lockTimeoutMs ?? 5000;
  const connectTimeoutMs = options.connectTimeoutMs ?? 5000;
  const onIdleError = options.onIdleError ?? (() => {});
  const library = createLibraryPool({
    connectionString: options.url,
    applicationName: options.applicationName,
    bigIntMode: 'number',
    types: { [DataTypeID.int8]: exactNumber },
    poolSize: size,
    statementTimeoutMilliseconds: statementTimeoutMs,
    lockTimeoutMilliseconds: lockTimeoutMs,
    idleInTransactionSessionTimeoutMilliseconds: 60_000,
    connectionTimeoutMilliseconds: connectTimeoutMs,
    queueTimeoutMilliseconds: connectTimeoutMs * 2 + 1000,
    onError: onIdleError,
  });
  const snapshots = new Snapshots({
    url: options.url,
    applicationName: options.applicationName,
    size,
    statementTimeoutMs,
    lockTimeoutMs,
    connectTimeoutMs,
    parseBigint: exactNumber,
    onIdleError,
  });
  const pool: Pool = {
    query: (query) => library.query(query),
    read: (query) => snapshots.readOne(query),
    tx: (work, transactionOptions) => library.tx(work, transactionOptions),
    inOneGo: (steps) => library.task((connection) => onConnection(connection, steps)),
    snapshot: (work) => snapshots.read(work),
    dispose: async () => {
      await Promise.all([library.dispose(), snapshots.dispose()]);
    },
  };
  return options.answerWithinMs === undefined ? pool : answeringWithin(pool, options.answerWithinMs);
}

/** A connection that failed goes back to the others only if it takes queries again. */
async function onConnection(connection: Queryable, steps: readonly Step[]): Promise<void> {
  try {
    await tellInOneGo(connection, steps);
  } catch (error) {
    await connection.query(sql`select`).catch(() => undefined);
    throw error;
  }
}

/** Work that was given up keeps its connection until PostgreSQL answers or the connection dies. */
function answeringWithin(pool: Pool, waitMs: number): Pool {
  const late = (): Error => new Error(`PostgreSQL timed out: no answer within ${waitMs} ms`);
  return {
    query: <Row>(query: SQLQuery) => within(pool.query<Row>(query), waitMs, late),
    read: <Row>(query: SQLQuery) => within(pool.read<Row>(query), waitMs, late),
    tx: (work, options) => within(pool.tx(work, options), waitMs, late),
    inOneGo: (steps) => within(pool.inOneGo(steps), waitMs, late),
    snapshot: (work) => within(pool.snapshot(work), waitMs, late),
    dispose: () => pool.dispose(),
  };
}

/** The library's own number mode rounds beyond 2⁵³ without a word. */
function exactNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value))
    throw new RangeError(`bigint ${text} is beyond the exact range of a number`);
  return value;
}

export interface TransactionOptions {
  /** Default: read committed. */
  readonly isolation?: 'repeatable read' | 'serializable';
  readonly readOnly?: boolean;
  /** Longest statement inside, instead of the pool's. */
  readonly statementTimeoutMs?: number;
}

/** Runs work in one transaction: commits its result, rolls back if it throws. Does not retry. */
export function transaction<T>(
  pool: Pool,
  work: (transaction: Transaction) => Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  const { isolation, readOnly, statementTimeoutMs } = options;
  return pool.tx(work, {
    ...(isolation === undefined ? {} : { isolationLevel: LEVELS[isolation] }),
    ...(readOnly === undefined ? {} : { readOnly }),
    ...(statementTimeoutMs === undefined ? {} : { statementTimeoutMilliseconds: statementTimeoutMs }),
  });
}

const LEVELS = {
  'repeatable read': IsolationLevel.REPEATABLE_READ,
  serializable: IsolationLevel.SERIALIZABLE,
} as const;

/** Runs part of a transaction so that its failure undoes that part alone. */
export function savepoint<T>(within: Transaction, work: (savepoint: Transaction) => Promise<T>): Promise<T> {
  return within.tx(work);
}

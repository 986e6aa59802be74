/**
 * Reads that all see one moment of the database (repeatable read, read only). Promises few round trips: every
 * statement is prepared once a connection, and those that are begun without waiting for one another travel together,
 * the transaction's beginning with the first of them. The library behind pool.ts can do neither.
 */
import pg from 'pg';
import type { Queryable, SqlQuery } from './pool.ts';

export interface SnapshotsOptions {
  readonly url: string;
  readonly applicationName: string;
  readonly size: number;
  readonly statementTimeoutMs: number;
  readonly lockTimeoutMs: number;
  /** Longest wait for a connection. */
  readonly connectTimeoutMs: number;
  readonly parseBigint: (text: string) => number;
  readonly onIdleError: (error: Error) => void;
}

const BEGIN = 'begin isolation level repeatable read, read only';
const IDLE_MS = 30_000;

export class Snapshots {
  readonly #pool: pg.Pool;
  #ended: Promise<void> | undefined;
  readonly #names = new StatementNames();

  /** Connects when first asked. */
  constructor(options: SnapshotsOptions) {
    this.#pool = new pg.Pool({
      connectionString: options.url,
      application_name: options.applicationName,
      max: options.size,
      statement_timeout: options.statementTimeoutMs,
      lock_timeout: options.lockTimeoutMs,
      idle_in_transaction_session_timeout: 60_000,
      connectionTimeoutMillis: options.connectTimeoutMs,
      idleTimeoutMillis: IDLE_MS,
      pipeline: true,
      // The plan for any values, made once: to plan a question costs more than to run it.
      options: '-c plan_cache_mode=force_generic_plan',
      types: typesWith(options.parseBigint),
    });
    this.#pool.on('error', options.onIdleError);
    // A connection that dies in use fails its statements; the event beside that would end the process.
    this.#pool.on('connect', (client) => client.on('error', () => undefined));
  }

  /** Runs reads of one moment; whatever they began and did not wait for is dropped with the transaction. */
  async read<T>(work: (on: Queryable) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect();
    const moment = new Moment(client, this.#names);
    try {
      const result = await work(moment);
      moment.end();
      return result;
    } catch (error) {
      moment.end();
      throw error;
    }
  }

  /** One statement in a transaction of its own, as PostgreSQL makes it. */
  async readOne<Row>(query: SqlQuery): Promise<readonly Row[]> {
    const client = await this.#pool.connect();
    try {
      const answer: pg.QueryResult = await client.query(this.#names.statement(query));
      client.release();
      const { rows }: { rows: readonly Row[] } = answer;
      return rows;
    } catch (error) {
      client.release(true);
      throw error;
    }
  }

  /** Closes every connection; waits for those in use. Again: the same end. */
  async dispose(): Promise<void> {
    this.#ended ??= this.#pool.end();
    await this.#ended;
  }
}

/** One transaction on one connection. */
class Moment implements Queryable {
  readonly #client: pg.PoolClient;
  readonly #names: StatementNames;
  readonly #begun: Promise<unknown>;
  #corked = false;
  #failed = false;

  constructor(client: pg.PoolClient, names: StatementNames) {
    this.#client = client;
    this.#names = names;
    this.#begun = this.#send({ text: BEGIN });
  }

  async query<Row>(query: SqlQuery): Promise<readonly Row[]> {
    const answer = this.#send(this.#names.statement(query));
    await this.#begun;
    const { rows }: { rows: readonly Row[] } = await answer;
    return rows;
  }

  /** Gives the connection back once it is out of the transaction; whoever read the result does not wait for that. */
  end(): void {
    this.#send({ text: 'commit' })
      .then(() => this.#client.release(this.#failed))
      .catch(() => this.#client.release(true));
  }

  /** What is sent in one go of the program leaves in one packet. */
  #send(statement: Statement): Promise<pg.QueryResult> {
    const { stream } = this.#client.connection;
    if (!this.#corked) {
      this.#corked = true;
      stream.cork();
      queueMicrotask(() => {
        this.#corked = false;
        stream.uncork();
      });
    }
    const answer = this.#client.query(statement);
    // Its statements may be half prepared: a connection on which one failed is not used again.
    answer.catch(() => (this.#failed = true));
    return answer;
  }
}

interface Statement {
  readonly text: string;
  readonly values?: unknown[];
  readonly name?: string;
}

/** Names under which connections keep statements; texts are the program's own, so they are few. */
class StatementNames {
  readonly #names = new Map<string, string>();

  /** The query as `pg` takes it, under its name. */
  statement(query: SqlQuery): Statement {
    const { text, values } = written(query);
    const name = this.#of(text);
    return { text, values, ...(name !== undefined && { name }) };
  }

  /** Undefined beyond the bound: such a statement is planned each time. */
  #of(text: string): string | undefined {
    const known = this.#names.get(text);
    if (known !== undefined || this.#names.size >= STATEMENTS_MAX) return known;
    const name = `read_${this.#names.size}`;
    this.#names.set(text, name);
    return name;
  }
}

const STATEMENTS_MAX = 100;

/** Values as parameters, names escaped. */
function written(query: SqlQuery): { readonly text: string; readonly values: unknown[] } {
  const values: unknown[] = [];
  const text = query.format((items) =>
    items.map((item) => {
      if ('text' in item) return item.text;
      if ('names' in item) return item.names.map((name) => pg.escapeIdentifier(String(name))).join('.');
      return `$${values.push(item.value)}`;
    }),
  );
  return { text: text.join(''), values };
}

function typesWith(parseBigint: (text: string) => number): pg.TypeOverrides {
  const types = new pg.TypeOverrides(pg.types);
  types.setTypeParser(pg.types.builtins.INT8, parseBigint);
  return types;
}

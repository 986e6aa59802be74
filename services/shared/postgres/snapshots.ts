/**
 * Reads that all see one moment of the database (repeatable read, read only). Promises few round trips: every
 * statement is prepared once a connection, and those that are begun without waiting for one another travel together,
 * the transaction's beginning with the first of them and its end with the last. The library behind pool.ts can do none
 * of that.
 */
import pg from 'pg';
import type { DriverClient } from './driver.ts';
import { parameterOf } from './parameters.ts';
import type { Queryable, SqlQuery } from './pool.ts';
import { Asked, type ParserOf, type Prepared, Round, type Statement } from './round.ts';

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

/** One moment of the database, as long as it is read. */
export interface Moment extends Queryable {
  /** What was begun is all that is read: the transaction ends with it, and the connection is given back. */
  end(): void;
}

const BEGIN: Statement = {
  name: 'begin',
  text: 'begin isolation level repeatable read, read only',
  values: [],
};
const COMMIT: Statement = { name: 'commit', text: 'commit', values: [] };
/** A new connection is greeted and plans every statement again: some 20 ms, which a rush would wait for. */
const IDLE_MS = 600_000;

export class Snapshots {
  readonly #pool: pg.Pool;
  readonly #statements: Statements;
  #ended: Promise<void> | undefined;

  /** Connects when first asked. */
  constructor(options: SnapshotsOptions) {
    this.#statements = new Statements(options.parseBigint);
    this.#pool = new pg.Pool({
      connectionString: options.url,
      application_name: options.applicationName,
      max: options.size,
      statement_timeout: options.statementTimeoutMs,
      lock_timeout: options.lockTimeoutMs,
      idle_in_transaction_session_timeout: 60_000,
      connectionTimeoutMillis: options.connectTimeoutMs,
      idleTimeoutMillis: IDLE_MS,
      // The plan for any values, made once: to plan a question costs more than to run it. Compiling it would cost
      // each question a hundred times that, where tables are so large that their estimated costs ask for it.
      options: '-c plan_cache_mode=force_generic_plan -c jit=off',
    });
    this.#pool.on('error', options.onIdleError);
    // A connection that dies in use fails its statements; the event beside that would end the process.
    this.#pool.on('connect', (client) => client.on('error', () => undefined));
  }

  /** Runs reads of one moment; whatever they began and did not wait for is dropped with the transaction. */
  async read<T>(work: (on: Moment) => Promise<T>): Promise<T> {
    const moment = new OpenMoment(await this.#pool.connect(), this.#statements, BEGIN);
    try {
      return await work(moment);
    } finally {
      moment.end();
    }
  }

  /** One statement in a transaction of its own, as PostgreSQL makes it. */
  async readOne<Row>(query: SqlQuery): Promise<readonly Row[]> {
    const moment = new OpenMoment(await this.#pool.connect(), this.#statements);
    const rows = moment.query<Row>(query);
    moment.end();
    return rows;
  }

  /** Closes every connection; waits for those in use. Again: the same end. */
  async dispose(): Promise<void> {
    this.#ended ??= this.#pool.end();
    await this.#ended;
  }
}

/** One transaction on one connection, or one statement without. */
class OpenMoment implements Moment {
  readonly #client: pg.PoolClient;
  readonly #statements: Statements;
  readonly #inTransaction: boolean;
  #leaving: Asked[] = [];
  #underWay = false;
  #failed = false;
  #ended = false;

  constructor(client: pg.PoolClient, statements: Statements, begin?: Statement) {
    this.#client = client;
    this.#statements = statements;
    this.#inTransaction = begin !== undefined;
    if (begin !== undefined) this.#ask(begin);
  }

  async query<Row>(query: SqlQuery): Promise<readonly Row[]> {
    if (this.#ended) throw new Error('the moment has ended');
    const { rows }: { rows: readonly Row[] } = await this.#ask(this.#statements.of(query)).answered;
    return rows;
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    if (this.#inTransaction) this.#ask(COMMIT);
  }

  /** What is asked in one go of the program leaves in one packet. */
  #ask(statement: Statement): Asked {
    const asked = new Asked(statement);
    if (this.#leaving.push(asked) === 1) queueMicrotask(() => this.#leave());
    return asked;
  }

  /** One packet at a time; while it is under way, the next one's statements gather. */
  #leave(): void {
    if (this.#underWay) return;
    if (this.#leaving.length > 0) {
      const round = this.#statements.round(this.#client, this.#leaving);
      this.#leaving = [];
      this.#underWay = true;
      round.then(
        () => this.#goOn(),
        () => this.#goOn(true),
      );
    } else if (this.#ended) {
      this.#client.release(this.#failed);
    }
  }

  /** Statements may be half prepared: a connection on which one failed is not used again. */
  #goOn(failed = false): void {
    this.#underWay = false;
    this.#failed ||= failed;
    this.#leave();
  }
}

/** The program's statements as connections keep them. */
class Statements {
  readonly #parserOf: ParserOf;
  readonly #names = new Map<string, string>();
  readonly #prepared = new WeakMap<pg.PoolClient, Prepared>();

  constructor(parseBigint: Parser) {
    const types = new pg.TypeOverrides(pg.types);
    types.setTypeParser(pg.types.builtins.INT8, parseBigint);
    this.#parserOf = (type) => {
      const parser: unknown = types.getTypeParser(type, 'text');
      return isParser(parser) ? parser : String;
    };
  }

  of(query: SqlQuery): Statement {
    const { text, values } = written(query);
    return { name: this.#nameOf(text), text, values };
  }

  /** Sends what is asked; resolves when all of it is answered. */
  round(client: pg.PoolClient, asked: readonly Asked[]): Promise<void> {
    const prepared: Prepared = this.#prepared.get(client) ?? new Map();
    this.#prepared.set(client, prepared);
    const round = new Round(asked, prepared, this.#parserOf);
    const driver: DriverClient = client;
    driver.query(round);
    return round.ended;
  }

  /** Texts are the program's own, so they are few; beyond the bound one has no name, and is planned each time. */
  #nameOf(text: string): string {
    const known = this.#names.get(text);
    if (known !== undefined) return known;
    if (this.#names.size >= STATEMENTS_MAX) return '';
    const name = `read_${this.#names.size}`;
    this.#names.set(text, name);
    return name;
  }
}

const STATEMENTS_MAX = 100;

type Parser = ReturnType<ParserOf>;

/** Its types say that a parser takes numbers; it takes what PostgreSQL wrote. */
function isParser(parser: unknown): parser is Parser {
  return typeof parser === 'function';
}

/** Values as parameters, names escaped. */
function written(query: SqlQuery): Omit<Statement, 'name'> {
  const values: (string | Buffer | null)[] = [];
  const text = query.format((items) =>
    items.map((item) => {
      if ('text' in item) return item.text;
      if ('names' in item) return item.names.map((name) => pg.escapeIdentifier(String(name))).join('.');
      return `$${values.push(parameterOf(item.value))}`;
    }),
  );
  return { text: text.join(''), values };
}

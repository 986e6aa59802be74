/**
 * Prepared statements that leave in one packet and are answered in one: PostgreSQL answers when all are done (manual,
 * "Pipelining"), and describes the columns of a statement once a connection.
 */
import type pg from 'pg';
import type { DriverConnection, Submittable } from './driver.ts';

/** A statement under the name by which connections keep it; where that is empty, it is planned each time. */
export interface Statement {
  readonly name: string;
  readonly text: string;
  readonly values: readonly (string | Buffer | null)[];
}

/** The statements that one connection keeps, with their columns once it has described them: there they never change. */
export type Prepared = Map<string, readonly Column[] | undefined>;

export interface Column {
  readonly name: string;
  readonly parse: (text: string) => unknown;
}

/** Reads the text form of a type's values, by the type's number. */
export type ParserOf = (type: number) => (text: string) => unknown;

type Answer = Pick<pg.QueryResult, 'rows'>;

interface Described {
  readonly fields: readonly { readonly name: string; readonly dataTypeID: number }[];
}

/** Some statements on their way: `pg` calls these for the messages of the server, the last one when all is answered. */
export class Round implements Submittable {
  readonly #asked: readonly Asked[];
  readonly #prepared: Prepared;
  readonly #parserOf: ParserOf;
  readonly #ended = Promise.withResolvers<void>();
  #answered = 0;

  constructor(asked: readonly Asked[], prepared: Prepared, parserOf: ParserOf) {
    this.#asked = asked;
    this.#prepared = prepared;
    this.#parserOf = parserOf;
    this.#ended.promise.catch(() => undefined); // told to those who asked as well
  }

  /** When the server has answered to all of it; rejects with the first error. */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  submit(connection: DriverConnection): void {
    connection.stream.cork();
    for (const asked of this.#asked) this.#send(connection, asked);
    connection.sync();
    connection.stream.uncork();
  }

  #send(connection: DriverConnection, asked: Asked): void {
    const { name, text, values } = asked.statement;
    const columns = this.#prepared.get(name);
    if (!this.#prepared.has(name)) {
      connection.parse({ name, text });
      if (name !== '') this.#prepared.set(name, undefined);
    }
    connection.bind({ statement: name, values });
    if (columns === undefined) connection.describe({ type: 'P' });
    else asked.columns = columns;
    connection.execute({});
  }

  handleRowDescription({ fields }: Described): void {
    const asked = this.#asked[this.#answered];
    if (asked === undefined) return;
    asked.columns = fields.map(({ name, dataTypeID }) => ({ name, parse: this.#parserOf(dataTypeID) }));
  }

  handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }): void {
    this.#asked[this.#answered]?.add(fields);
  }

  handleCommandComplete(): void {
    const asked = this.#asked[this.#answered];
    this.#answered += 1;
    if (asked === undefined) return;
    // Described once: also what has no columns, such as a commit.
    if (asked.statement.name !== '') this.#prepared.set(asked.statement.name, asked.columns);
    asked.answer();
  }

  handleEmptyQuery(): void {
    this.handleCommandComplete();
  }

  /** By the server, or because the connection is gone. What stands behind the failed statement is not run. */
  handleError(error: unknown): void {
    for (const { fail } of this.#asked.slice(this.#answered)) fail(error);
    this.#ended.reject(error);
  }

  handleReadyForQuery(): void {
    this.#ended.resolve();
  }
}

/** A statement and whoever waits for its rows. */
export class Asked {
  readonly statement: Statement;
  readonly answered: Promise<Answer>;
  readonly fail: (error: unknown) => void;
  columns: readonly Column[] = [];
  readonly #resolve: (answer: Answer) => void;
  readonly #rows: Record<string, unknown>[] = [];
  #fault: unknown;

  constructor(statement: Statement) {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    promise.catch(() => undefined); // where it is not awaited, it is not needed
    this.statement = statement;
    this.answered = promise;
    this.#resolve = resolve;
    this.fail = reject;
  }

  add(fields: readonly (string | null)[]): void {
    const row: Record<string, unknown> = {};
    let index = 0;
    try {
      for (const { name, parse } of this.columns) {
        const text = fields[index++] ?? null;
        row[name] = text === null ? null : parse(text);
      }
      this.#rows.push(row);
    } catch (error) {
      this.#fault ??= error;
    }
  }

  /** The rows are there; a value among them that cannot be read fails the statement alone. */
  answer(): void {
    if (this.#fault === undefined) this.#resolve({ rows: this.#rows });
    else this.fail(this.#fault);
  }
}

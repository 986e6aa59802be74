/**
 * COPY from memory inside a transaction: the fastest way in that PostgreSQL has. The pool's library does not know
 * COPY, so it is spoken with the client of `pg` underneath, which takes any object that answers the protocol's
 * messages (as its cursors do).
 */
import { pgFormat } from '@databases/pg';
import type { CopyRows } from './copy-rows.ts';
import { clientOf, type DriverConnection } from './driver.ts';
import type { SqlQuery, Transaction } from './pool.ts';

/**
 * Runs `copy … from stdin (format binary)`. A failure undoes what the transaction or savepoint has done, as with any
 * statement.
 * @throws the error of PostgreSQL with its SQLSTATE in `code`, or of the connection.
 */
export async function copyInto(tx: Transaction, statement: SqlQuery, rows: CopyRows): Promise<void> {
  const { text, values } = statement.format(pgFormat);
  if (values.length > 0) throw new TypeError('COPY takes no parameters');
  const copy = new Copy(text, rows.asMessages());
  clientOf(tx).query(copy);
  await copy.done;
}

/** One COPY on its way: `pg` calls these for the messages of the server, the last one when it takes queries again. */
class Copy {
  readonly done: Promise<void>;
  readonly #text: string;
  readonly #rows: Buffer;
  readonly #settle = Promise.withResolvers<void>();

  constructor(text: string, rows: Buffer) {
    this.#text = text;
    this.#rows = rows;
    this.done = this.#settle.promise;
  }

  submit(connection: DriverConnection): void {
    connection.query(this.#text);
  }

  handleCopyInResponse(connection: DriverConnection): void {
    connection.stream.write(this.#rows);
  }

  handleCommandComplete(): void {}

  /** By the server, or because the connection is gone: then nothing comes after it. */
  handleError(error: unknown): void {
    this.#settle.reject(error);
  }

  handleReadyForQuery(): void {
    this.#settle.resolve();
  }
}

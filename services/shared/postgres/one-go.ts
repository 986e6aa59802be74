/**
 * A transaction told in one go: statements and rows to be copied leave in one piece, PostgreSQL answers when all of it is
 * done (PostgreSQL manual, "Pipelining": what stands before one Sync is one transaction). Promises: all of it or nothing,
 * as with a transaction that waits for every answer; the first step that fails ends it and is named.
 */
import { pgFormat } from '@databases/pg';
import type { CopyRows } from './copy-rows.ts';
import { clientOf, type DriverConnection } from './driver.ts';
import { parameterOf } from './parameters.ts';
import type { SqlQuery } from './pool.ts';

/** A statement, or with `rows` a `copy … from stdin (format binary)`. What it answers is not read. */
export interface Step {
  readonly query: SqlQuery;
  readonly rows?: CopyRows;
}

/** PostgreSQL, or the connection to it, gave up at this step; its error is the cause. An error of PostgreSQL: nothing was kept. */
export class StepFailure extends Error {
  /** Counted from 0. Beyond the last one: the commit itself, or not known. */
  readonly step: number;

  constructor(step: number, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.name = 'StepFailure';
    this.step = step;
  }
}

/**
 * Runs the steps as one transaction on a connection that is in none.
 * @throws StepFailure. Where the connection was lost nobody knows whether the commit came through, as ever.
 */
export async function tellInOneGo(on: object, steps: readonly Step[]): Promise<void> {
  const telling = new Telling(steps.map(worded));
  clientOf(on).query(telling);
  await telling.done;
}

interface WordedStep {
  readonly text: string;
  readonly values: readonly unknown[];
  readonly rows: Buffer | undefined;
}

function worded({ query, rows }: Step): WordedStep {
  const { text, values } = query.format(pgFormat);
  return { text, values: values.map(parameterOf), rows: rows?.asMessages() };
}

/** One transaction on its way: `pg` calls these for the messages of the server, the last one when it takes queries again. */
class Telling {
  readonly done: Promise<void>;
  readonly #steps: readonly WordedStep[];
  readonly #settle = Promise.withResolvers<void>();
  #completed = 0;

  constructor(steps: readonly WordedStep[]) {
    this.#steps = steps;
    this.done = this.#settle.promise;
  }

  submit(connection: DriverConnection): void {
    connection.stream.cork();
    for (const { text, values, rows } of this.#steps) {
      connection.parse({ text });
      connection.bind({ values });
      connection.execute({});
      if (rows !== undefined) connection.stream.write(rows);
    }
    connection.sync();
    connection.stream.uncork();
  }

  handleDataRow(): void {}

  handleEmptyQuery(): void {}

  /** The rows are on their way already; if the step fails they are passed over. */
  handleCopyInResponse(): void {}

  handleCommandComplete(): void {
    this.#completed += 1;
  }

  /** By the server, or because the connection is gone: then nothing comes after it. */
  handleError(error: unknown): void {
    this.#settle.reject(new StepFailure(this.#completed, error));
  }

  handleReadyForQuery(): void {
    this.#settle.resolve();
  }
}

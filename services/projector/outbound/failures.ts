/** Which errors are the record's own fault: writing the same rows again can never succeed (ADR 26). */
import { isTransient, SQLSTATE, sqlStateOf } from '#shared/postgres/errors.ts';
import type { PermanentFailure } from '../core/dead-letter.ts';

/**
 * These hit every record alike: the state of the database is wrong (a table that is gone, a missing right, a standby
 * that is read only, a broken disk), not the record. Such a batch is tried again until somebody mends it.
 */
const NOT_THE_RECORD = new Set(['25', '28', '3D', '3F', '42', '55', '58', 'F0', 'XX']);

/** The failure, if the record is to blame; undefined if the same work may succeed later. */
export function recordFault(error: unknown): PermanentFailure | undefined {
  const state = sqlStateOf(error);
  if (state === undefined) return programFault(error);
  if (isTransient(error) || NOT_THE_RECORD.has(state.slice(0, 2))) return undefined;
  return {
    stage: 'STORE',
    code: state,
    reason: `PostgreSQL refused the rows of this record (SQLSTATE ${state}): ${withoutValues(error)}`,
  };
}

/** A row that our own code cannot encode: nobody thought of such a value. */
function programFault(error: unknown): PermanentFailure | undefined {
  if (!(error instanceof TypeError) && !(error instanceof RangeError)) return undefined;
  return {
    stage: 'STORE',
    code: error.name,
    reason: `the rows of this record cannot be written: ${error.name}`,
  };
}

/** Whether a row was there already. */
export function isRepeat(error: unknown): boolean {
  return sqlStateOf(error) === SQLSTATE.UNIQUE_VIOLATION;
}

/** Whether PostgreSQL gave a statement up, because it took too long or because somebody asked. */
export function isTimeout(error: unknown): boolean {
  return sqlStateOf(error) === SQLSTATE.QUERY_CANCELED;
}

export const TIMEOUT_FAULT: PermanentFailure = {
  stage: 'STORE',
  code: SQLSTATE.QUERY_CANCELED,
  reason:
    'PostgreSQL gave the rows of this record up again and again, because they took too long ' +
    `(SQLSTATE ${SQLSTATE.QUERY_CANCELED}), while it wrote those of others`,
};

/** PostgreSQL puts values between quotation marks; a value may say who it is about. */
function withoutValues(error: unknown): string {
  const message = error instanceof Error ? error.message : '';
  return message.split('\n', 1)[0]?.replaceAll(/"[^"]*"/g, '"…"') ?? '';
}

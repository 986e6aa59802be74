/** Which errors of PostgreSQL are the record's own fault: writing the same rows again can never succeed. */
import { isTransient, SQLSTATE, sqlStateOf } from '#shared/postgres/errors.ts';
import type { PermanentFailure } from '../core/dead-letter.ts';

/**
 * Class 42 (a table that is gone, a missing right), 3F, 25 and 28 hit every record alike: the state of the
 * database is wrong, not the record. Such a batch is tried again until somebody mends it.
 */
const NOT_THE_RECORD = new Set(['25', '28', '3D', '3F', '42']);

/** The failure, if the record is to blame; undefined if the same work may succeed later. */
export function recordFault(error: unknown): PermanentFailure | undefined {
  const state = sqlStateOf(error);
  if (state === undefined || isTransient(error) || NOT_THE_RECORD.has(state.slice(0, 2))) return undefined;
  return {
    stage: 'STORE',
    code: state,
    reason: `PostgreSQL refused the rows of this record (SQLSTATE ${state}): ${withoutValues(error)}`,
  };
}

/** Whether a row was there already. */
export function isRepeat(error: unknown): boolean {
  return sqlStateOf(error) === SQLSTATE.UNIQUE_VIOLATION;
}

/** PostgreSQL puts values between quotation marks; a value may say who it is about. */
function withoutValues(error: unknown): string {
  const message = error instanceof Error ? error.message : '';
  return message.split('\n', 1)[0]?.replaceAll(/"[^"]*"/g, '"…"') ?? '';
}

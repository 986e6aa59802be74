/**
 * Errors of PostgreSQL by name (appendix A of its manual) and the one question that matters: may the same work
 * succeed if it is tried again?
 */

/** The codes that the hub tells apart. */
export const SQLSTATE = {
  UNIQUE_VIOLATION: '23505',
  FOREIGN_KEY_VIOLATION: '23503',
  CHECK_VIOLATION: '23514',
  NOT_NULL_VIOLATION: '23502',
  UNTRANSLATABLE_CHARACTER: '22P05',
  UNDEFINED_TABLE: '42P01',
  UNDEFINED_COLUMN: '42703',
  INVALID_SCHEMA_NAME: '3F000',
  DUPLICATE_SCHEMA: '42P06',
  DUPLICATE_DATABASE: '42P04',
  INVALID_CATALOG_NAME: '3D000',
  INSUFFICIENT_PRIVILEGE: '42501',
  SERIALIZATION_FAILURE: '40001',
  DEADLOCK_DETECTED: '40P01',
  LOCK_NOT_AVAILABLE: '55P03',
  QUERY_CANCELED: '57014',
  ADMIN_SHUTDOWN: '57P01',
  CANNOT_CONNECT_NOW: '57P03',
  TOO_MANY_CONNECTIONS: '53300',
} as const;

/** Connection lost, transaction rolled back, resources short, operator at work; and a lock that took too long. */
const TRANSIENT_CLASSES = new Set(['08', '40', '53', '57']);

const CONNECTION_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'CONNECTION_TIMEOUT',
]);

/** What the driver and the pool say when a connection went away or could not be had; they give no code then. */
const CONNECTION_MESSAGES =
  /connection terminated|connection timeout|timeout (exceeded|expired)|timed out|client has encountered a connection error|server closed the connection/i;

/** The SQLSTATE that an error or one of its causes carries; undefined if PostgreSQL did not answer. */
export function sqlStateOf(error: unknown): string | undefined {
  for (const link of causes(error)) {
    const code = codeOf(link);
    if (code !== undefined && /^[0-9A-Z]{5}$/.test(code) && !CONNECTION_CODES.has(code)) return code;
  }
  return undefined;
}

/** Whether the same work may succeed later: retry with a pause. Anything else is a fault of data or of code. */
export function isTransient(error: unknown): boolean {
  const state = sqlStateOf(error);
  if (state !== undefined)
    return TRANSIENT_CLASSES.has(state.slice(0, 2)) || state === SQLSTATE.LOCK_NOT_AVAILABLE;
  return causes(error).some((link) => {
    const code = codeOf(link);
    if (code !== undefined && CONNECTION_CODES.has(code)) return true;
    return link instanceof Error && CONNECTION_MESSAGES.test(link.message);
  });
}

/** Whether a table, a view or a schema is not there: before a migration, or while read models that were lost are rebuilt. */
export function isMissingRelation(error: unknown): boolean {
  const state = sqlStateOf(error);
  return state === SQLSTATE.UNDEFINED_TABLE || state === SQLSTATE.INVALID_SCHEMA_NAME;
}

/** An error, its causes and, where several hosts were tried, their errors. Bounded against loops. */
function causes(error: unknown): readonly unknown[] {
  const found: unknown[] = [];
  const waiting: unknown[] = [error];
  while (waiting.length > 0 && found.length < 16) {
    const link = waiting.shift();
    if (link === undefined) continue;
    found.push(link);
    if (link instanceof AggregateError) waiting.push(...link.errors);
    if (link instanceof Error && link.cause !== undefined) waiting.push(link.cause);
  }
  return found;
}

function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

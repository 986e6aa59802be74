/**
 * The process's log: JSON lines. Promises: no header, body or URL of a request is ever written, and of an error
 * only what code wrote, never the row or value that a database quotes. ERROR means that a person must act.
 */
import { type DestinationStream, type Logger, pino } from 'pino';

export type { Logger };

export interface LoggerOptions {
  /** The service's name. */
  readonly name: string;
  /** `debug`, `info`, `warn`, `error`, `silent`. */
  readonly level: string;
  /** Where lines go; default standard output. */
  readonly destination?: DestinationStream;
}

/** Members that may hold a person, a secret or a whole message, at the top of a line or one level down. */
const NEVER_WRITTEN = [
  'authorization',
  'body',
  'cookie',
  'data',
  'headers',
  'password',
  'person',
  'personId',
  'personal',
  'session',
  'subject',
  'token',
  'url',
];

/** A logger that redacts what must never be written. */
export function createLogger(options: LoggerOptions): Logger {
  return pino(
    {
      name: options.name,
      level: options.level,
      redact: { paths: NEVER_WRITTEN.flatMap((member) => [member, `*.${member}`]), censor: '[redacted]' },
      serializers: { err: describeError, error: describeError, req: () => undefined, res: () => undefined },
      formatters: { level: (label) => ({ level: label }) },
      timestamp: pino.stdTimeFunctions.isoTime,
      base: { pid: process.pid },
    },
    options.destination ?? pino.destination(1),
  );
}

/** An error as it may be written: PostgreSQL's `detail`, `where` and query values are left behind. */
export function describeError(error: unknown, depth = 0): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { message: typeof error };
  const code = 'code' in error ? error.code : undefined;
  return {
    type: error.name,
    message: firstLine(error.message),
    ...(typeof code === 'string' ? { code } : {}),
    stack: frames(error.stack),
    ...(error.cause === undefined || depth > 3 ? {} : { cause: describeError(error.cause, depth + 1) }),
  };
}

/** The rest of a message may quote a statement; a long run of digits may be somebody's number. */
function firstLine(message: string): string {
  const [line = ''] = message.split('\n', 1);
  return line.slice(0, 500).replace(/\d{9,}/g, '[digits]');
}

function frames(stack: string | undefined): string[] {
  return (stack ?? '')
    .split('\n')
    .filter((line) => line.startsWith('    at '))
    .slice(0, 12)
    .map((line) => line.trim());
}

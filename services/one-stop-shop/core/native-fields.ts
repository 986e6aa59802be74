/**
 * The kinds of fields that one-stop systems really send: everything is a string, sometimes a number or a boolean;
 * null, blank and absent mean the same. What could be read in two ways is a fault, what cannot be misread is taken.
 */
import type { ObjectReader } from '#shared/pure/object-reader.ts';
import type { Instant } from '#shared/pure/time.ts';
import { isUnsetTime, parseSentTime } from './native-time.ts';

const TEXT_LENGTH_MAX = 8_000;
const CODE_LENGTH_MAX = 200;

/** A text as sent; blank is absent. */
export function readText(item: ObjectReader, name: string): string | undefined {
  const text = item.text(name, TEXT_LENGTH_MAX);
  return text === undefined || text.trim() === '' ? undefined : text;
}

/** An identity number, trimmed. Only a string: a number would have lost its leading zeros. */
export function readIdentityNumber(item: ObjectReader, name: string): string | undefined {
  if (typeof item.get(name) === 'number') {
    item.fault(name, {
      code: 'TYPE',
      expected: 'a string of digits',
      hint: 'a number loses its leading zeros: put it in quotation marks',
    });
    return undefined;
  }
  return readText(item, name)?.trim();
}

/** A short code or identifier, trimmed; an integer is taken as its digits. */
export function readCode(item: ObjectReader, name: string): string | undefined {
  const value = item.get(name);
  if (typeof value === 'number') {
    if (Number.isSafeInteger(value)) return String(value);
    item.fault(name, { code: 'TYPE', expected: 'a string or an integer within ±2^53' });
    return undefined;
  }
  const code = item.text(name, CODE_LENGTH_MAX)?.trim();
  return code === '' ? undefined : code;
}

/** A time in one of the senders' forms as an instant; the empty date of a platform is absent. */
export function readTime(item: ObjectReader, name: string): Instant | undefined {
  const sent = item.get(name);
  const text = typeof sent === 'number' ? String(sent) : item.text(name, TEXT_LENGTH_MAX)?.trim();
  if (text === undefined || text === '' || isUnsetTime(text)) return undefined;
  const at = parseSentTime(text);
  if (at === undefined) {
    item.fault(name, {
      code: 'FORM',
      expected: 'a time yyyyMMddHHmmss',
      hint: 'local time of Vietnam, 14 digits, for example 20260914083015',
    });
  }
  return at;
}

const FLAGS: ReadonlyMap<unknown, boolean> = new Map<unknown, boolean>([
  [true, true],
  [1, true],
  ['true', true],
  ['1', true],
  [false, false],
  [0, false],
  ['false', false],
  ['0', false],
]);

/** `"True"`, `"1"`, 1 or true; `"False"`, `"0"`, 0 or false. */
export function readFlag(item: ObjectReader, name: string): boolean | undefined {
  const value = item.get(name);
  const spoken = typeof value === 'string' ? value.trim().toLowerCase() : value;
  if (spoken === undefined || spoken === '') return undefined;
  const flag = FLAGS.get(spoken);
  if (flag === undefined) item.fault(name, { code: 'NOT_LISTED', expected: '"True" or "False"' });
  return flag;
}

/** An amount in đồng. `8.000` is a fault: it could be eight or eight thousand. */
export function readAmount(item: ObjectReader, name: string): number | undefined {
  const value = item.get(name);
  if (typeof value === 'number') {
    if (Number.isSafeInteger(value) && value >= 0) return value;
  } else {
    const text = item.text(name, CODE_LENGTH_MAX)?.trim();
    if (text === undefined || text === '') return undefined;
    const digits = /^(\d{1,15})(?:\.(?:0{1,2}|0000))?$/.exec(text)?.[1];
    if (digits !== undefined) return Number(digits);
  }
  item.fault(name, {
    code: 'FORM',
    expected: 'a whole amount in đồng',
    hint: 'digits only, for example "8000"',
  });
  return undefined;
}

export interface SentPath {
  readonly path: string | undefined;
  /** Others stood behind it. */
  readonly isJoined: boolean;
}

/** The first of several paths that are joined by `##`. */
export function readPath(item: ObjectReader, name: string): SentPath {
  const paths = readText(item, name)?.split('##', 2) ?? [];
  const path = paths[0]?.trim();
  return { path: path === '' ? undefined : path, isJoined: paths.length > 1 };
}

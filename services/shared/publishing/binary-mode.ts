/**
 * CloudEvents in binary mode (HTTP binding 1.0.2, 3.1): attributes are `ce-*` headers, the body is `data`. Header values
 * are unquoted, then percent-decoded once (3.1.3.2). Strict: a header twice, a byte that should have been encoded, an
 * encoding that is no UTF-8 are faults with the header as place; no value is repeated.
 */
import type { Fault } from '#shared/pure/fault.ts';
import type { JsonValue } from '#shared/pure/strict-json.ts';
import type { SentEvent } from './sent-event.ts';

const PREFIX = 'ce-';
const AT = '/headers/ce-';

/** Whether a request names CloudEvents attributes in its headers. */
export function hasAttributeHeaders(headers: NodeJS.Dict<unknown>): boolean {
  return 'ce-specversion' in headers || Object.keys(headers).some((name) => name.startsWith(PREFIX));
}

/** An event in binary mode; `rawHeaders` are names and values in turn, as Node gives them. */
export function binaryEvent(
  rawHeaders: readonly string[],
  data: JsonValue | undefined,
  faults: Fault[],
): SentEvent {
  const attributes: Record<string, string> = {};
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const header = (rawHeaders[at] ?? '').toLowerCase();
    if (!header.startsWith(PREFIX)) continue;
    const name = header.slice(PREFIX.length);
    const fault = faultOfName(name, Object.hasOwn(attributes, name));
    const value = fault ?? decoded(rawHeaders[at + 1] ?? '');
    if (typeof value === 'string') attributes[name] = value;
    else faults.push({ pointer: AT + name, ...value });
  }
  return { attributes, data, attributesAt: AT, dataAt: '', mode: 'binary' };
}

type HeaderFault = Pick<Fault, 'code' | 'expected' | 'hint'>;

function faultOfName(name: string, isTaken: boolean): HeaderFault | undefined {
  if (isTaken) return { code: 'DUPLICATE_KEY', expected: 'each header once', hint: 'remove one of the two' };
  if (name === 'datacontenttype')
    return {
      code: 'UNKNOWN_MEMBER',
      expected: 'no such header',
      hint: 'Content-Type says it in binary mode',
    };
  if (name === 'data')
    return {
      code: 'UNKNOWN_MEMBER',
      expected: 'no such header',
      hint: 'in binary mode the body is the data',
    };
  return undefined;
}

const QUOTED = /^"(?<text>(?:[^"\\]|\\.)*)"$/;
/** Space to tilde; the binding wants all else percent-encoded. */
const PRINTABLE = /^[\x20-\x7e]*$/;

function decoded(value: string): string | HeaderFault {
  const expected =
    'text whose space, double quote, percent and other than ASCII are percent-encoded as UTF-8';
  if (!PRINTABLE.test(value)) return { code: 'FORM', expected, hint: 'write é as %C3%A9' };
  const unquoted = value.startsWith('"') ? QUOTED.exec(value)?.groups?.['text'] : value;
  if (unquoted === undefined || (unquoted === value && value.includes('"')))
    return { code: 'FORM', expected, hint: 'write a double quote as %22' };
  const text = unquoted === value ? value : unquoted.replaceAll(/\\(.)/g, '$1');
  try {
    return decodeURIComponent(text);
  } catch {
    return { code: 'FORM', expected, hint: 'a percent sign itself is %25; the bytes must be UTF-8' };
  }
}

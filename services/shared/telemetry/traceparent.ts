/** W3C Trace Context: the header that lets one event be followed from the sender's request to the tables. */
import { randomBytes } from 'node:crypto';

const FORM = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** The caller's trace with a span of ours, or a new trace where the header is absent or malformed. */
export function continueTrace(header: string | string[] | undefined): string {
  const match = typeof header === 'string' ? FORM.exec(header) : null;
  if (match === null) return `00-${randomHex(32)}-${randomHex(16)}-01`;
  const [, traceId = '', spanId = '', flags = '01'] = match;
  const known = !/^0+$/.test(traceId) && !/^0+$/.test(spanId);
  return `00-${known ? traceId : randomHex(32)}-${randomHex(16)}-${flags}`;
}

/** Random digits fetched at once for many requests: a call for each costs a twentieth of a whole request. */
const DIGITS_FETCHED = 16_384;
let digits = '';
let taken = 0;

function randomHex(length: number): string {
  if (taken + length > digits.length) {
    digits = randomBytes(DIGITS_FETCHED / 2).toString('hex');
    taken = 0;
  }
  taken += length;
  return digits.slice(taken - length, taken);
}

/** W3C Trace Context: the header that lets one event be followed from the sender's request to the tables. */
import { randomBytes } from 'node:crypto';

const FORM = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** The caller's trace with a span of ours, or a new trace where the header is absent or malformed. */
export function continueTrace(header: string | string[] | undefined): string {
  const match = typeof header === 'string' ? FORM.exec(header) : null;
  const [, traceId = '', spanId = '', flags = '01'] = match ?? [];
  const known = match !== null && !/^0+$/.test(traceId) && !/^0+$/.test(spanId);
  const bytes = randomBytes(24).toString('hex');
  return `00-${known ? traceId : bytes.slice(0, 32)}-${bytes.slice(32, 48)}-${flags}`;
}

/** Who may open a session at the national sync, as the operator's file says: `{senders: [{username, agency, passwordHash}]}`. */
import { normaliseAgencyCode } from '#shared/pure/agency-code.ts';
import type { Fault } from '#shared/pure/fault.ts';
import { type ObjectReader, readerOf } from '#shared/pure/object-reader.ts';
import { isPasswordHash } from './password-hash.ts';

export interface Sender {
  readonly username: string;
  /** It speaks for this agency and those below it. */
  readonly agency: string;
  readonly passwordHash: string;
}

/** By username. */
export type Senders = ReadonlyMap<string, Sender>;

const SENDERS_MAX = 10_000;

/** Reads a parsed JSON file. Every fault names its place; the senders are of use only if there is none. */
export function readSenders(file: unknown): { readonly senders: Senders; readonly faults: readonly Fault[] } {
  const faults: Fault[] = [];
  const senders = new Map<string, Sender>();
  const root = readerOf(file, faults);
  for (const item of root?.objects('senders', SENDERS_MAX) ?? []) {
    const sender = readSender(item);
    if (senders.has(sender.username))
      item.fault('username', { code: 'TWICE', expected: 'each username once' });
    senders.set(sender.username, sender);
    item.refuseUnasked();
  }
  root?.refuseUnasked();
  if (faults.length === 0 && senders.size === 0) {
    faults.push({ pointer: '/senders', code: 'REQUIRED', expected: 'at least one sender' });
  }
  return { senders, faults };
}

function readSender(item: ObjectReader): Sender {
  const username = item.text('username', 100);
  const agency = item.text('agency', 30);
  const passwordHash = item.text('passwordHash', 200);
  const code = agency === undefined ? undefined : normaliseAgencyCode(agency);
  const hash = passwordHash !== undefined && isPasswordHash(passwordHash) ? passwordHash : undefined;
  return {
    username: item.required('username', username === '' ? undefined : username, '', 'a name'),
    agency: item.required('agency', code, '', 'an agency code such as H44'),
    passwordHash: item.required('passwordHash', hash, '', 'a hash as npm run sender prints it'),
  };
}

/** Whether a sender may speak for an agency: its own, or one below it. */
export function speaksFor({ agency }: Sender, publisher: string): boolean {
  return publisher === agency || publisher.startsWith(`${agency}.`);
}

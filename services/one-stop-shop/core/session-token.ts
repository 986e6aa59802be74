/**
 * Sessions without a table: `ml1.<who and until when>.<authentication>`. The authentication covers the sender's
 * stored password hash too, so a changed password or a sender struck from the file ends all sessions at once.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { HubKey } from '#shared/pure/hub-key.ts';
import type { Instant } from '#shared/pure/time.ts';
import type { Sender, Senders } from './senders.ts';

const FORM = /^ml1\.([A-Za-z0-9_-]{1,400})\.([A-Za-z0-9_-]{43})$/;

/** How long a session is good for: a working day, for senders that log in once a day. */
export const SESSION_MS = 8 * 3_600_000;

/** What sessions are authenticated with: 128 bits that only the hub can derive, for this purpose and no other. */
export function sessionSecret(hubKey: HubKey): Buffer {
  return Buffer.from(hubKey.contentId(['secret', 'national-sync-session', 'ml1']), 'base64url');
}

/** A session of the sender, good until `until`. */
export function makeSession(secret: Buffer, sender: Sender, until: Instant): string {
  const payload = Buffer.from(JSON.stringify([sender.username, until])).toString('base64url');
  return `ml1.${payload}.${authentication(secret, payload, sender).toString('base64url')}`;
}

/** FOREIGN: some other system's session, which says nothing here. */
export type ReadSession =
  | { readonly kind: 'VALID'; readonly sender: Sender }
  | { readonly kind: 'FOREIGN' | 'EXPIRED' | 'WRONG' };

/** What a session text is worth at an instant. */
export function readSession(secret: Buffer, text: string, senders: Senders, now: Instant): ReadSession {
  if (!text.startsWith('ml1.')) return { kind: 'FOREIGN' };
  const [, payload = '', sent = ''] = FORM.exec(text) ?? [];
  const stated = statedIn(payload);
  const sender = stated === undefined ? undefined : senders.get(stated.username);
  if (stated === undefined || sender === undefined) return { kind: 'WRONG' };
  const isOurs = timingSafeEqual(authentication(secret, payload, sender), Buffer.from(sent, 'base64url'));
  if (!isOurs) return { kind: 'WRONG' };
  return now < stated.until ? { kind: 'VALID', sender } : { kind: 'EXPIRED' };
}

function statedIn(payload: string): { readonly username: string; readonly until: Instant } | undefined {
  const parsed = parsedOrNothing(Buffer.from(payload, 'base64url').toString('utf8'));
  if (!Array.isArray(parsed)) return undefined;
  const [username, until]: readonly unknown[] = parsed;
  return typeof username === 'string' && typeof until === 'number' ? { username, until } : undefined;
}

function parsedOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function authentication(secret: Buffer, payload: string, { passwordHash }: Sender): Buffer {
  return createHmac('sha256', secret).update(`${payload}.${passwordHash}`, 'utf8').digest();
}

/**
 * Who sends a message of the national sync: the one place where it is decided whether a message may come in, and for
 * which agency it may speak. Access tokens will be asked about here; as long as there are none, envelope A's session
 * says who sends, and bare arrays have nothing to say it with.
 */
import { ProblemError } from '#shared/http/problems.ts';
import type { HubClock } from '#shared/publishing/clock.ts';
import { type Senders, speaksFor } from '../core/senders.ts';
import { readSession } from '../core/session-token.ts';

export interface SenderCheck {
  /** Undefined where the operator has named none: then no session can be made, and none is looked at. */
  readonly senders: Senders | undefined;
  /** What sessions are authenticated with. */
  readonly secret: Buffer;
  readonly clock: HubClock;
  /** Whether envelope A must bring a session: not on a machine's own loopback, as long as nobody has rights. */
  readonly isSessionRequired: boolean;
}

/** What envelope A says of its sender. */
export interface Claim {
  readonly session: string | undefined;
  readonly publisher: string;
}

/**
 * Passes where the message may come in. A session of some other system says nothing here and counts as missing.
 * @throws ProblemError UNAUTHENTICATED for a session that is missing, wrong or over; FORBIDDEN for another agency's.
 */
export function requireSender(
  { senders, secret, clock, isSessionRequired }: SenderCheck,
  claim: Claim,
): void {
  if (senders === undefined) return;
  const { session, publisher } = claim;
  const read = session === undefined ? undefined : readSession(secret, session, senders, clock.now());
  switch (read?.kind) {
    case undefined:
    case 'FOREIGN':
      if (isSessionRequired) throw new ProblemError('UNAUTHENTICATED', { detail: LOG_IN });
      return;
    case 'EXPIRED':
    case 'WRONG':
      throw new ProblemError('UNAUTHENTICATED', { detail: LOG_IN_AGAIN });
    case 'VALID':
      if (speaksFor(read.sender, publisher)) return;
      throw new ProblemError('FORBIDDEN', { detail: OTHER_AGENCY });
    default:
      throw new Error(`no such session: ${String(read satisfies never)}`);
  }
}

const LOG_IN = {
  vi: 'Thiếu phiên làm việc: lấy "session" tại POST /v1/national-sync/session rồi gửi kèm thông điệp.',
  en: 'The session is missing: get one from POST /v1/national-sync/session and send it with the message.',
};
const LOG_IN_AGAIN = {
  vi: 'Phiên làm việc sai hoặc đã hết hạn: lấy phiên mới tại POST /v1/national-sync/session.',
  en: 'The session is wrong or has expired: get a new one from POST /v1/national-sync/session.',
};
const OTHER_AGENCY = {
  vi: '"madonvi" không thuộc cơ quan mà phiên làm việc này được cấp.',
  en: '"madonvi" is not of the agency that this session was made for.',
};

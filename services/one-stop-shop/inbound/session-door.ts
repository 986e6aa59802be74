/**
 * `POST /v1/national-sync/session`: a username and a password for a session, which envelope A brings along. Nothing is
 * kept: the session proves itself. Wrong passwords make whoever sends them wait.
 */
import type { FastifyInstance } from 'fastify';
import { ProblemError } from '#shared/http/problems.ts';
import { hashPassword, passwordMatches } from '../core/password-hash.ts';
import type { Sender, Senders } from '../core/senders.ts';
import { makeSession, SESSION_MS } from '../core/session-token.ts';
import { WrongPasswords } from '../core/wrong-passwords.ts';
import { SESSION_SCHEMA } from './national-sync-schema.ts';
import { LOGGED_IN, refuseInSendersWords } from './senders-words.ts';
import type { SenderCheck } from './who-sends.ts';

interface SessionRequest {
  Body: { readonly username: string; readonly password: string };
}

/** Checking a password takes a core for tens of milliseconds: more at once would slow the doors. */
const CHECKS_AT_ONCE_MAX = 2;
const BODY_BYTES_MAX = 4 * 1024;

/** Adds the door to a service. */
export async function addSessionDoor(app: FastifyInstance, check: SenderCheck): Promise<void> {
  const logIn = createLogIn(check);
  await app.register(async (scope) => {
    scope.setErrorHandler(refuseInSendersWords);
    scope.post<SessionRequest>(
      '/v1/national-sync/session',
      { schema: SESSION_SCHEMA, bodyLimit: BODY_BYTES_MAX },
      async ({ body, ip }, reply) => reply.send({ session: await logIn(body, ip), ...LOGGED_IN }),
    );
  });
}

function createLogIn({ senders, secret, clock }: SenderCheck) {
  const wrongPasswords = new WrongPasswords();
  let checksAtOnce = 0;
  return async ({ username, password }: SessionRequest['Body'], address: string): Promise<string> => {
    if (senders === undefined) throw new ProblemError('NOT_FOUND', { detail: NO_SENDERS });
    const waitMs = wrongPasswords.waitMs(username, address, clock.now());
    if (waitMs > 0) throw tooMany(Math.ceil(waitMs / 1000));
    if (checksAtOnce >= CHECKS_AT_ONCE_MAX) throw tooMany(1);
    checksAtOnce += 1;
    const sender = await matching(senders, username, password).finally(() => {
      checksAtOnce -= 1;
    });
    if (sender === undefined) {
      wrongPasswords.wrong(username, address, clock.now());
      throw new ProblemError('UNAUTHENTICATED', { detail: WRONG_PASSWORD });
    }
    wrongPasswords.right(username, address);
    return makeSession(secret, sender, clock.now() + SESSION_MS);
  };
}

/** An unknown name takes as long as a wrong password: which names exist is not told. */
async function matching(senders: Senders, username: string, password: string): Promise<Sender | undefined> {
  const sender = senders.get(username);
  if (sender !== undefined) {
    return (await passwordMatches(password, sender.passwordHash)) ? sender : undefined;
  }
  await hashPassword(password, UNKNOWN_SALT);
  return undefined;
}

const UNKNOWN_SALT = Buffer.alloc(16);

function tooMany(retryAfterSeconds: number): ProblemError {
  return new ProblemError('TOO_MANY_REQUESTS', { retryAfterSeconds });
}

const WRONG_PASSWORD = {
  vi: 'Tên đăng nhập hoặc mật khẩu không đúng.',
  en: 'The username or the password is wrong.',
};
const NO_SENDERS = {
  vi: 'Hệ thống này chưa khai báo đơn vị gửi nào (biến SENDERS_FILE): không cấp được phiên làm việc, và thông điệp được nhận không cần phiên.',
  en: 'This hub names no senders (variable SENDERS_FILE): no session can be made, and messages are taken without one.',
};

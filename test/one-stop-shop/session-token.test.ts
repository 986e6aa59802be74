// Sessions of the national sync: what one is worth, to whom, and for how long; and the file that names the senders.

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ProblemError } from '#shared/http/problems.ts';
import { createHubClock } from '#shared/publishing/clock.ts';
import { HubKey } from '#shared/pure/hub-key.ts';
import { hashPassword, passwordMatches } from '../../services/one-stop-shop/core/password-hash.ts';
import { readSenders, type Sender, type Senders } from '../../services/one-stop-shop/core/senders.ts';
import { makeSession, readSession, sessionSecret } from '../../services/one-stop-shop/core/session-token.ts';
import { WrongPasswords } from '../../services/one-stop-shop/core/wrong-passwords.ts';
import { type Claim, requireSender } from '../../services/one-stop-shop/inbound/who-sends.ts';

const SECRET = sessionSecret(new HubKey(Buffer.alloc(32, 7)));
const HASH = `scrypt$14$${'A'.repeat(22)}$${'B'.repeat(43)}`;
const SENDER: Sender = { username: 'phú-thọ', agency: 'H44', passwordHash: HASH };
const NOW = 1_700_000_000_000;
const UNTIL = NOW + 1_000;

const sendersOf = (...senders: readonly Sender[]): Senders =>
  new Map(senders.map((sender) => [sender.username, sender]));
const worth = (session: string, senders = sendersOf(SENDER), now = NOW) =>
  readSession(SECRET, session, senders, now).kind;

describe('a session', () => {
  const session = makeSession(SECRET, SENDER, UNTIL);

  test('names its sender until its last moment', () => {
    expect(readSession(SECRET, session, sendersOf(SENDER), UNTIL - 1)).toEqual({
      kind: 'VALID',
      sender: SENDER,
    });
    expect(worth(session, sendersOf(SENDER), UNTIL)).toBe('EXPIRED');
  });

  test('ends when the password is changed or the sender struck from the file', () => {
    const changed = { ...SENDER, passwordHash: HASH.replace('B', 'C') };
    expect(worth(session, sendersOf(changed))).toBe('WRONG');
    expect(worth(session, sendersOf())).toBe('WRONG');
  });

  test('of another hub is worth nothing', () => {
    const other = sessionSecret(new HubKey(Buffer.alloc(32, 8)));
    expect(worth(makeSession(other, SENDER, UNTIL))).toBe('WRONG');
  });

  test('with any character changed is worth nothing', () => {
    fc.assert(
      fc.property(
        fc.nat(session.length - 1),
        fc.constantFrom('A', 'a', '0', '_', '-', '.'),
        (at, character) => {
          const forged = session.slice(0, at) + character + session.slice(at + 1);
          // The last character of the authentication carries four bits: some changes of it change nothing.
          fc.pre(forged !== session && at < session.length - 1);
          expect(worth(forged)).not.toBe('VALID');
        },
      ),
      { numRuns: 300 },
    );
  });

  test('of some other system, or a text of any kind, is no session of ours', () => {
    for (const text of ['', 'x', '0d5c6a1e-synthetic-session', 'ml2.a.b'])
      expect(worth(text)).toBe('FOREIGN');
    for (const text of ['ml1.', 'ml1.a.b', `ml1.bnVsbA.${'A'.repeat(43)}`]) expect(worth(text)).toBe('WRONG');
  });
});

describe('who may send', () => {
  const check = (isSessionRequired: boolean, senders: Senders | undefined) => {
    const clock = createHubClock(() => NOW);
    return (claim: Partial<Claim>) => {
      try {
        requireSender(
          { senders, secret: SECRET, clock, isSessionRequired },
          { session: undefined, publisher: 'H44', ...claim },
        );
        return 'passes';
      } catch (error) {
        if (error instanceof ProblemError) return error.code;
        throw error;
      }
    };
  };
  const session = makeSession(SECRET, SENDER, UNTIL);
  const foreign = '0d5c6a1e-synthetic-session';

  test('on a machine’s own loopback: whoever brings no session, or one of another system', () => {
    const pass = check(false, sendersOf(SENDER));
    expect([pass({}), pass({ session: foreign }), pass({ session })]).toEqual(['passes', 'passes', 'passes']);
    expect(pass({ session: `${session.slice(0, -2)}AA` })).toBe('UNAUTHENTICATED');
    expect(pass({ session: makeSession(SECRET, SENDER, NOW) })).toBe('UNAUTHENTICATED');
  });

  test('elsewhere: only who brings a session', () => {
    const pass = check(true, sendersOf(SENDER));
    expect([pass({}), pass({ session: foreign })]).toEqual(['UNAUTHENTICATED', 'UNAUTHENTICATED']);
    expect(pass({ session })).toBe('passes');
  });

  test('for its own agency and those below it, and for no other', () => {
    const pass = check(true, sendersOf(SENDER));
    expect([pass({ session, publisher: 'H44.150' }), pass({ session, publisher: 'H44' })]).toEqual([
      'passes',
      'passes',
    ]);
    expect([pass({ session, publisher: 'H45' }), pass({ session, publisher: 'H440' })]).toEqual([
      'FORBIDDEN',
      'FORBIDDEN',
    ]);
  });

  test('where no senders are named: everybody, and no session is looked at', () => {
    const pass = check(true, undefined);
    expect([pass({}), pass({ session: 'ml1.a.b' })]).toEqual(['passes', 'passes']);
  });
});

describe('a password', () => {
  test('is told by its hash, whichever way its letters are composed', async () => {
    const stored = await hashPassword('mật khẩu dài', Buffer.alloc(16, 1));
    expect(stored).not.toContain('mật');
    expect(await passwordMatches('mật khẩu dài'.normalize('NFD'), stored)).toBe(true);
    expect(await passwordMatches('mật khẩu dà', stored)).toBe(false);
    expect(await passwordMatches('mật khẩu dài', 'plain')).toBe(false);
  });

  test('that is wrong again and again makes its sender wait, longer each time, and nobody else', () => {
    const wrong = new WrongPasswords();
    const waits: number[] = [];
    for (let times = 0; times < 12; times += 1) {
      wrong.wrong('h44', '10.0.0.1', NOW);
      waits.push(wrong.waitMs('h44', '10.0.0.1', NOW));
    }
    expect(waits).toEqual([0, 0, 0, 0, 1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000]);
    expect(wrong.waitMs('h44', '10.0.0.2', NOW)).toBe(0);
    expect(wrong.waitMs('h45', '10.0.0.1', NOW)).toBe(0);
    expect(wrong.waitMs('h44', '10.0.0.1', NOW + 60_000)).toBe(0);
    wrong.right('h44', '10.0.0.1');
    expect(wrong.waitMs('h44', '10.0.0.1', NOW)).toBe(0);
  });

  test('guessed under many names makes the address wait, until it has rested', () => {
    const wrong = new WrongPasswords();
    for (let name = 0; name < 20; name += 1) wrong.wrong(`name-${name}`, '10.0.0.1', NOW);
    expect(wrong.waitMs('another', '10.0.0.1', NOW)).toBe(1000);
    wrong.wrong('another', '10.0.0.1', NOW + 16 * 60_000);
    expect(wrong.waitMs('another', '10.0.0.1', NOW + 16 * 60_000)).toBe(0);
  });
});

describe('the file of senders', () => {
  test('is read whole', () => {
    const { senders, faults } = readSenders({ senders: [{ ...SENDER, agency: '000.00.16.H23' }] });
    expect(faults).toEqual([]);
    expect(senders.get('phú-thọ')).toEqual({ ...SENDER, agency: 'H23.16' });
  });

  test('is refused with all its faults, and no password in them', () => {
    const { faults } = readSenders({
      senders: [
        SENDER,
        SENDER,
        { username: 'a', agency: 'Phú Thọ', passwordHash: 'bí mật', password: 'bí mật' },
      ],
      more: 1,
    });
    expect(faults.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([
      '/senders/1/username TWICE',
      '/senders/2/agency REQUIRED',
      '/senders/2/passwordHash REQUIRED',
      '/senders/2/password UNKNOWN_MEMBER',
      '/more UNKNOWN_MEMBER',
    ]);
    expect(JSON.stringify(faults)).not.toContain('bí mật');
    expect(readSenders({ senders: [] }).faults).toHaveLength(1);
    expect(readSenders([]).faults).toHaveLength(1);
  });
});

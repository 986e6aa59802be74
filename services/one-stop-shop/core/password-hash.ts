/**
 * Passwords as salted hashes (scrypt, RFC 7914): `scrypt$<log2 of N>$<salt>$<hash>`, both as base64url. Checking one
 * takes tens of milliseconds and 16 MiB on purpose, so a caller bounds how many are checked at once.
 */
import { scrypt, timingSafeEqual } from 'node:crypto';

const LOG2_COST = 14;
const HASH_BYTES = 32;
const STORED = /^scrypt\$(1[4-9])\$([A-Za-z0-9_-]{22,86})\$([A-Za-z0-9_-]{43})$/;

/** The hash of a password. The salt: at least 16 random bytes, new for every password. */
export async function hashPassword(password: string, salt: Buffer): Promise<string> {
  const hash = await derive(password, salt, LOG2_COST);
  return ['scrypt', LOG2_COST, salt.toString('base64url'), hash.toString('base64url')].join('$');
}

/** Whether a text has the form of a stored hash. */
export function isPasswordHash(text: string): boolean {
  return STORED.test(text);
}

/** Whether the stored hash is that of the password. Takes equally long for every password. */
export async function passwordMatches(password: string, stored: string): Promise<boolean> {
  const [, cost = '', salt = '', hash = ''] = STORED.exec(stored) ?? [];
  if (cost === '') return false;
  const found = await derive(password, Buffer.from(salt, 'base64url'), Number(cost));
  return timingSafeEqual(found, Buffer.from(hash, 'base64url'));
}

/** Passwords are compared as NFC: keyboards write the same letter in two ways. */
function derive(password: string, salt: Buffer, log2Cost: number): Promise<Buffer> {
  const options = { N: 2 ** log2Cost, r: 8, p: 1, maxmem: 2 ** (log2Cost + 11) };
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFC'), salt, HASH_BYTES, options, (error, hash) => {
      if (error === null) resolve(hash);
      else reject(error);
    });
  });
}

// `npm run sender -- <username> <agency>`: reads a password from standard input and prints the entry for SENDERS_FILE, which
// holds `{"senders": [entry, …]}`. The password itself is written nowhere.

import { randomBytes } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { hashPassword } from '#services/one-stop-shop/core/password-hash.ts';
import { readSenders } from '#services/one-stop-shop/core/senders.ts';

/** Gives the exit code. */
async function makeEntry([username = '', agency = '']: readonly string[]): Promise<number> {
  const password = (await text(process.stdin)).replace(/\r?\n$/, '');
  if (password.length < 12) {
    console.error('A password of at least 12 characters is expected on standard input.');
    return 1;
  }
  const entry = { username, agency, passwordHash: await hashPassword(password, randomBytes(16)) };
  const { faults } = readSenders({ senders: [entry] });
  for (const { pointer, expected } of faults) console.error(`${pointer}: expected ${expected}`);
  if (faults.length > 0) console.error('Usage: npm run sender -- <username> <agency> < password');
  else console.log(JSON.stringify(entry, null, 2));
  return faults.length > 0 ? 1 : 0;
}

process.exit(await makeEntry(process.argv.slice(2)));

// The senders of a local stack: one for development, with a random password that only the owner of the data folder can read.
// Production names its own (`npm run sender` makes an entry).

import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { hashPassword } from '#services/one-stop-shop/core/password-hash.ts';
import { type Place, urlOf } from './place.ts';

export type SendersFile = { readonly SENDERS_FILE: string };

const DEVELOPMENT = { username: 'h44', agency: 'H44' } as const;

/** The file that the environment names, else one in the folder with the development sender. */
export async function sendersFile(folder: string, environment: NodeJS.ProcessEnv): Promise<SendersFile> {
  const named = environment['SENDERS_FILE'] ?? '';
  return { SENDERS_FILE: named === '' ? await makeSenders(folder) : named };
}

/** How the development sender gets a session; undefined where the environment names the senders. */
export function developmentSenderWords(place: Place, environment: NodeJS.ProcessEnv): string | undefined {
  if ((environment['SENDERS_FILE'] ?? '') !== '' || !existsSync(passwordFile(place.dataDir)))
    return undefined;
  const password = readFileSync(passwordFile(place.dataDir), 'utf8').trim();
  const body = JSON.stringify({ username: DEVELOPMENT.username, password });
  return [
    'A sender for development, at the national sync (a session is not asked for on this machine):',
    `  curl -H 'content-type: application/json' -d '${body}' ${urlOf(place, 'oneStopShop')}/v1/national-sync/session`,
  ].join('\n');
}

async function makeSenders(folder: string): Promise<string> {
  const file = join(folder, 'senders.json');
  if (existsSync(file)) return file;
  const password = randomBytes(18).toString('base64url');
  const passwordHash = await hashPassword(password, randomBytes(16));
  const text = `${JSON.stringify({ senders: [{ ...DEVELOPMENT, passwordHash }] }, null, 2)}\n`;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(passwordFile(folder), `${password}\n`, { mode: 0o600 });
  writeFileSync(file, text, { mode: 0o600 });
  return file;
}

function passwordFile(folder: string): string {
  return join(folder, 'development-sender.password');
}

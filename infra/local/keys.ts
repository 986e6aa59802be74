// The keys of a local stack: random, readable by their owner only, made once. Production brings its own.

import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export type KeyFiles = { readonly HUB_KEY_FILE: string; readonly MASTER_KEY_FILE: string };

/** The two key files: those that the environment names, else random ones (32 bytes as base64) in the folder. */
export function keyFiles(folder: string, environment: NodeJS.ProcessEnv): KeyFiles {
  return {
    HUB_KEY_FILE: environment['HUB_KEY_FILE'] ?? makeKey(join(folder, 'hub.key')),
    MASTER_KEY_FILE: environment['MASTER_KEY_FILE'] ?? makeKey(join(folder, 'master.key')),
  };
}

/** Writes a random key into the file when there is none; gives the file. */
export function makeKey(file: string): string {
  mkdirSync(dirname(file), { recursive: true });
  if (!existsSync(file))
    writeFileSync(file, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  return file;
}

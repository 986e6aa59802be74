// The whole path on given servers, as a person would see it: `npm start -- --infra=env --once`, from the migration through every
// service to the last line of the story, on ports and in a folder of its own.

import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { promisify } from 'node:util';
import { PROJECT_ROOT } from '#infra/local/place.ts';
import { ownPlace } from './own-place.ts';

const run = promisify(execFile);

/** Plays the story on these servers; gives what stood on the screen. Throws with it when the story does not end well. */
export async function runWholePath(brokers: string, databaseUrl: string): Promise<string> {
  const { place, flags } = await ownPlace();
  const args = ['infra/local/start.ts', '--infra=env', '--once', ...flags];
  const env = { ...process.env, KAFKA_BROKERS: brokers, DATABASE_URL: databaseUrl };
  try {
    const { stdout } = await run(process.execPath, args, { cwd: PROJECT_ROOT, env, timeout: 180_000 });
    return stdout;
  } finally {
    rmSync(place.dataDir, { recursive: true, force: true });
  }
}

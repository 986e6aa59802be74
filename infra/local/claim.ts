// One `npm start` for each data folder, and a mark by which `npm run reset` knows that the folder is ours to remove.

import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Place } from './place.ts';
import { isRunning, ownNote, readNote } from './process.ts';

const MARK = 'MADE-BY-NPM-START';

/** The number of the `npm start` that runs in this folder, if one does. */
export function runningStart({ pidFile }: Place): number | undefined {
  const note = readNote(pidFile);
  return note !== undefined && isRunning(note) ? note.pid : undefined;
}

/** Whether a folder was made by `npm start`. */
export function isOurs({ dataDir }: Place): boolean {
  return existsSync(join(dataDir, MARK));
}

/** Takes the folder for this process; throws an Error when a process has it (named), or when it holds something else. */
export function claim(place: Place): void {
  const pid = runningStart(place);
  if (pid !== undefined) {
    throw new Error(
      `npm start runs already in ${place.dataDir} (process ${pid}); Ctrl-C there, or kill ${pid}, ends it`,
    );
  }
  mkdirSync(place.dataDir, { recursive: true });
  if (!isOurs(place) && readdirSync(place.dataDir).length > 0) {
    throw new Error(
      `${place.dataDir} holds something else already: name an empty folder with --data=<folder>`,
    );
  }
  writeFileSync(join(place.dataDir, MARK), 'The data of `npm start`. `npm run reset` removes this folder.\n');
  writeFileSync(place.pidFile, JSON.stringify(ownNote()));
}

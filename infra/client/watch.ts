/**
 * `watch`: publishes every file that comes into a folder, oldest name first, and moves it to `published` or
 * `rejected` in there. Promises: a file is moved only when its door has answered for all of it; a file that is still
 * being written is left until its size stays the same, and a name that begins with a dot or ends in `.part` is not
 * looked at, so that a writer may rename when it is done.
 */

import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, renameSync, statSync, watch } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Command } from './command-line.ts';
import { journalOf } from './journal.ts';
import { publishFile, type Surroundings } from './publish.ts';
import { rejectedOf } from './publish-lines.ts';

const LOOK_EVERY_MS = 1000;
const MESSAGES = /\.(?:ndjson|ndjson\.gz|xml|edxml|csv)$/iu;
const NOT_OURS = /^\.|\.part$|\.rejected\.ndjson$/iu;

/**
 * Until it is stopped.
 * @throws DoorError when a door does not answer for long, Error if the folder cannot be read.
 */
export async function watchFolder(command: Command, surroundings: Surroundings): Promise<void> {
  const { stop, say } = surroundings;
  const folder = command.operands[0] ?? '.';
  for (const name of ['published', 'rejected']) mkdirSync(path.join(folder, name), { recursive: true });
  const sizes = new Map<string, number>();
  const watcher = watch(folder, { signal: stop });
  watcher.on('error', () => undefined);
  say(`watching ${folder}: Ctrl-C ends it`);
  while (!stop.aborted) {
    for (const name of settledFiles(folder, sizes)) {
      if (stop.aborted) return;
      await publishAndMove(folder, name, command, surroundings);
    }
    await somethingHappens(watcher, stop);
  }
}

/** Messages whose size is what it was at the last look, in the order of their names. */
function settledFiles(folder: string, sizes: Map<string, number>): readonly string[] {
  const names = readdirSync(folder).filter((name) => MESSAGES.test(name) && !NOT_OURS.test(name));
  const settled = names.filter((name) => {
    const { size } = statSync(path.join(folder, name));
    const before = sizes.get(name);
    sizes.set(name, size);
    return before === size;
  });
  for (const name of sizes.keys()) if (!names.includes(name)) sizes.delete(name);
  return settled.toSorted();
}

async function publishAndMove(
  folder: string,
  name: string,
  command: Command,
  surroundings: Surroundings,
): Promise<void> {
  const file = path.join(folder, name);
  const tally = await publishFile(file, command, surroundings);
  if (existsSync(journalOf(file))) return;
  const place = tally.rejected === 0 ? 'published' : 'rejected';
  for (const moved of [file, rejectedOf(file)]) {
    if (existsSync(moved)) renameSync(moved, path.join(folder, place, path.basename(moved)));
  }
}

async function somethingHappens(watcher: ReturnType<typeof watch>, stop: AbortSignal): Promise<void> {
  const either = AbortSignal.any([stop, AbortSignal.timeout(LOOK_EVERY_MS)]);
  await once(watcher, 'change', { signal: either }).catch(() => undefined);
  // A writer's first bytes must not count as its last.
  await pause(LOOK_EVERY_MS / 10, undefined, { signal: stop }).catch(() => undefined);
}

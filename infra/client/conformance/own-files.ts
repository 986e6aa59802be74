/** An agency's own files before the hub: each through a dry run, and what only the whole of them shows. */
import { createHash } from 'node:crypto';
import type { Command } from '../command-line.ts';
import { doorForFile, doorOf } from '../doors.ts';
import { fileBytes, linesOf } from '../file-lines.ts';
import { parsedMembers } from '../members.ts';
import { publishFile, type Surroundings } from '../publish.ts';
import type { Tally } from '../tally.ts';

export interface OwnFiles {
  readonly files: readonly { readonly file: string; readonly tally: Tally }[];
  /** Events by type, of files that are lines of CloudEvents. */
  readonly types: ReadonlyMap<string, number>;
  /** `file:line` of events whose source and id were used before with other words: the hub would call it a CONFLICT. */
  readonly reusedIds: readonly string[];
  /** Events that were said twice word for word: harmless. */
  readonly repeated: number;
}

/** @throws DoorError if a door does not answer, Error if a file cannot be read. */
export async function tryOwnFiles(command: Command, surroundings: Surroundings): Promise<OwnFiles> {
  const files: { file: string; tally: Tally }[] = [];
  const types = new Map<string, number>();
  const bodies = new Map<string, string>();
  const reusedIds: string[] = [];
  let repeated = 0;
  for (const file of command.operands) {
    files.push({ file, tally: await publishFile(file, { ...command, name: 'validate' }, surroundings) });
    if (doorOf(command.door ?? doorForFile(file)).cut !== 'lines') continue;
    for await (const { number, bytes } of linesOf(fileBytes(file))) {
      const event = eventOf(bytes);
      if (event === undefined) continue;
      types.set(event.type, (types.get(event.type) ?? 0) + 1);
      const before = bodies.get(event.identity);
      bodies.set(event.identity, event.body);
      if (before === event.body) repeated += 1;
      else if (before !== undefined) reusedIds.push(`${file}:${number}`);
    }
  }
  return { files, types, reusedIds, repeated };
}

interface Event {
  readonly type: string;
  readonly identity: string;
  readonly body: string;
}

function eventOf(bytes: Buffer): Event | undefined {
  const { id, source, type, data } = parsedMembers(bytes.toString('utf8')) ?? {};
  if (typeof id !== 'string' || typeof source !== 'string' || typeof type !== 'string') return undefined;
  const body = createHash('sha256')
    .update(JSON.stringify([type, data]))
    .digest('base64');
  return { type, identity: JSON.stringify([source, id]), body };
}

/** The operator's file of senders, read once at start: a changed file needs a restart. */
import { readFileSync } from 'node:fs';
import { MessageFault } from '#shared/pure/fault.ts';
import { parseJson } from '#shared/pure/strict-json.ts';
import { readSenders, type Senders } from '../core/senders.ts';

/** @throws Error that names the file and everything that is wrong with it; it quotes nothing of the file. */
export function readSendersFile(file: string): Senders {
  const { senders, faults } = readSenders(parsed(file));
  if (faults.length === 0) return senders;
  const lines = faults.map(({ pointer, code, expected }) => `- ${pointer} ${code}: expected ${expected}`);
  throw new Error(`SENDERS_FILE ${file}:\n${lines.join('\n')}`);
}

function parsed(file: string): unknown {
  try {
    return parseJson(readFileSync(file));
  } catch (error) {
    if (error instanceof MessageFault)
      throw new Error(`SENDERS_FILE ${file}: ${error.message}`, { cause: error });
    throw new Error(`SENDERS_FILE ${file} cannot be read`, { cause: error });
  }
}

/** A file that is one message, such as edXML: sent as it is. Sent again it adds nothing, so it needs no journal. */
import { buffer } from 'node:stream/consumers';
import { fileBytes } from './file-lines.ts';
import { outcomeOfWhole } from './outcomes.ts';
import { DoorError, post } from './post.ts';
import type { Run } from './run.ts';
import { Tally } from './tally.ts';

/** @throws DoorError, or Error if the file cannot be read. */
export async function publishWhole(file: string, run: Run): Promise<Tally> {
  const { target, onOutcome, stdin } = run;
  const tally = new Tally();
  const body = await buffer(file === '-' ? stdin : fileBytes(file));
  const outcome = outcomeOfWhole(await post(body, target));
  if (outcome.status === 'UNKNOWN') throw new DoorError(`${target.url} is unsure of ${file}`);
  tally.add(file, outcome);
  onOutcome(file, outcome);
  return tally;
}

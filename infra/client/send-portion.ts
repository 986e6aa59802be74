/** A portion of lines through a door, until the door knows of each of them what became of it. */
import type { FileLine } from './file-lines.ts';
import { type Outcome, outcomesOfLines } from './outcomes.ts';
import { DoorError, post, type Target } from './post.ts';

/** A line and what became of it. */
export type LineOutcome = { readonly line: FileLine } & Exclude<Outcome, { readonly status: 'UNKNOWN' }>;

const ROUNDS_MAX = 20;
const NEWLINE = Buffer.from('\n');

/**
 * Sends the lines; what the door could not say of some, it is asked again.
 * @throws DoorError as `post`, or when the door stays unsure; Error if it does not speak of each line.
 */
export async function sendPortion(
  lines: readonly FileLine[],
  target: Target,
): Promise<readonly LineOutcome[]> {
  const body = Buffer.concat(lines.flatMap(({ bytes }) => [bytes, NEWLINE]));
  for (let rounds = 1; rounds <= ROUNDS_MAX; rounds += 1) {
    const outcomes = outcomesOfLines(await post(body, target), lines.length);
    const known = lines.flatMap((line, at): LineOutcome[] => {
      const outcome = outcomes[at];
      return outcome === undefined || outcome.status === 'UNKNOWN' ? [] : [{ line, ...outcome }];
    });
    if (known.length === lines.length) return known;
    target.onTrouble(`${lines.length - known.length} lines are not yet known to be in the log`);
  }
  throw new DoorError(`${target.url} stays unsure of lines ${lines[0]?.number} to ${lines.at(-1)?.number}`);
}

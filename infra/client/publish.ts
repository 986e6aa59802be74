/** `validate` and `publish`: each file through its door, and words about it. */
import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import { type Command, urlOf } from './command-line.ts';
import { doorForFile, doorOf } from './doors.ts';
import type { Outcome } from './outcomes.ts';
import { ProgressLine, type Screen } from './progress-line.ts';
import { publishLines, rejectedOf } from './publish-lines.ts';
import { publishWhole } from './publish-whole.ts';
import type { Run } from './run.ts';
import { type Tally, tallyLines } from './tally.ts';

/** Where words go and what may end the work; a test has its own. */
export interface Surroundings {
  readonly say: (line: string) => void;
  readonly screen: Screen;
  readonly stdin: AsyncIterable<Buffer>;
  readonly stop: AbortSignal;
  /** Between the first two tries of a door that is down. Default 500 ms. */
  readonly pauseMs?: number;
}

/**
 * Every file in turn. Whether all was accepted.
 * @throws DoorError, or Error if a file cannot be read.
 */
export async function publishFiles(command: Command, surroundings: Surroundings): Promise<boolean> {
  if (command.report !== undefined) writeFileSync(command.report, '');
  let allAccepted = true;
  for (const file of command.operands) {
    if (surroundings.stop.aborted) break;
    const tally = await publishFile(file, command, surroundings);
    allAccepted &&= tally.rejected === 0;
  }
  return allAccepted;
}

/**
 * One file through its door.
 * @throws DoorError, or Error if the file cannot be read.
 */
export async function publishFile(
  file: string,
  command: Command,
  surroundings: Surroundings,
): Promise<Tally> {
  const { say } = surroundings;
  const door = doorOf(command.door ?? doorForFile(file));
  const run = runOf(file, command, surroundings);
  const started = performance.now();
  const tally = door.cut === 'lines' ? await publishLines(file, run) : await publishWhole(file, run);
  run.progress.clear();
  const what = door.cut === 'lines' ? 'lines' : 'message';
  const seconds = (performance.now() - started) / 1000;
  for (const line of tallyLines(tally, `${what} of ${file}`, seconds, run.isDryRun)) say(line);
  if (!run.isDryRun && tally.rejected > 0 && existsSync(rejectedOf(file)))
    say(`  the rejected lines are in ${rejectedOf(file)}: mend them there and publish that file`);
  return tally;
}

function runOf(file: string, command: Command, { screen, stdin, stop, pauseMs }: Surroundings): Run {
  const name = command.door ?? doorForFile(file);
  const isDryRun = command.name === 'validate';
  const progress = new ProgressLine(screen);
  const url = `${urlOf(command, name)}${isDryRun ? '?dryRun=true' : ''}`;
  return {
    target: {
      url,
      contentType: doorOf(name).contentType,
      onTrouble: (words) => progress.say(`${url}: ${words}; trying again`),
      stop,
      ...(command.token !== undefined && { token: command.token }),
      ...(pauseMs !== undefined && { pauseMs }),
      // Who watches a folder waits for the hub as long as it takes.
      ...(command.name === 'watch' && { triesMax: Number.POSITIVE_INFINITY }),
    },
    inFlight: command.inFlight,
    isDryRun,
    progress,
    stop,
    stdin,
    onOutcome: (where, outcome) => report(command.report, { file, where, ...outcome }),
  };
}

function report(to: string | undefined, told: Outcome & { file: string; where: string }): void {
  if (to !== undefined) appendFileSync(to, `${JSON.stringify(told)}\n`);
}

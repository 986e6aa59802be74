/**
 * A file of lines, or standard input, through a door: in portions, several requests at once. Promises: what was
 * answered for is in the journal soon after, so that an interrupted run goes on; lines that were rejected are beside
 * the file as they are, to be mended and published.
 */
import { appendFileSync, rmSync } from 'node:fs';
import { type FileLine, fileBytes, linesOf } from './file-lines.ts';
import { Journal } from './journal.ts';
import { inLanes } from './lanes.ts';
import { portionsOf } from './portions.ts';
import type { Run } from './run.ts';
import { type LineOutcome, sendPortion } from './send-portion.ts';
import { Tally } from './tally.ts';

/** A line that comes alone, through a pipe, goes after so long. */
const IDLE_MS = 200;
const STDIN = '-';

/** Where lines that a door rejected are kept. */
export function rejectedOf(file: string): string {
  return `${file}.rejected.ndjson`;
}

/**
 * Sends every line that has not been answered for.
 * @throws DoorError, or Error if the file cannot be read; what was answered for is kept.
 */
export async function publishLines(file: string, run: Run): Promise<Tally> {
  const { target, inFlight, progress } = run;
  const journal = file === STDIN || run.isDryRun ? undefined : await Journal.open(file, target.url);
  const tally = new Tally(journal?.earlier);
  if (tally.before > 0) progress.say(`${file}: going on behind the first ${tally.before} lines`);
  else if (journal !== undefined) rmSync(rejectedOf(file), { force: true });
  const portions = portionsBehind(journal?.earlier.end ?? 0, file, run);
  try {
    for await (const outcomes of inLanes(portions, inFlight, (lines) => sendPortion(lines, target))) {
      for (const outcome of outcomes) take(outcome, tally, run);
      if (journal !== undefined) keepRejected(file, outcomes);
      journal?.note(
        outcomes.map(({ line }) => line),
        tally,
      );
      progress.show(`${file}: ${tally.done} lines, ${tally.rejected} rejected …`);
    }
  } finally {
    journal?.keep(tally);
  }
  if (!run.stop.aborted) journal?.forget();
  return tally;
}

async function* portionsBehind(
  end: number,
  file: string,
  { stdin, stop }: Run,
): AsyncGenerator<readonly FileLine[]> {
  const isPiped = file === STDIN;
  const lines = linesOf(isPiped ? stdin : fileBytes(file));
  for await (const portion of portionsOf(lines, isPiped ? IDLE_MS : undefined)) {
    if (stop.aborted) return;
    const news = portion.filter((line) => line.end > end);
    if (news.length > 0) yield news;
  }
}

function take(outcome: LineOutcome, tally: Tally, { onOutcome }: Run): void {
  const where = `line ${outcome.line.number}`;
  tally.add(where, outcome);
  onOutcome(where, outcome);
}

function keepRejected(file: string, outcomes: readonly LineOutcome[]): void {
  const rejected = outcomes.filter(({ status }) => status === 'REJECTED');
  if (rejected.length === 0) return;
  const newline = Buffer.from('\n');
  appendFileSync(rejectedOf(file), Buffer.concat(rejected.flatMap(({ line }) => [line.bytes, newline])));
}

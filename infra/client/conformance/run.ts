/** `conformance`: every sample of the kit, and an agency's own files, before a sandbox; ends with a report. */
import { writeFileSync } from 'node:fs';
import type { Command } from '../command-line.ts';
import { type AdapterName, isAdapterName } from '../doors.ts';
import { membersOf } from '../members.ts';
import { DoorError } from '../post.ts';
import type { Surroundings } from '../publish.ts';
import { tryOwnFiles } from './own-files.ts';
import { type ConformanceRun, isConformant, reportText } from './report.ts';
import { readSamples, type Sample } from './samples.ts';
import { trySample, type Verdict } from './try-sample.ts';

/**
 * Tries, reports, and says whether everything passed. With an address, only samples of doors that its adapter has.
 * @throws DoorError if a door does not answer, Error if a file cannot be read.
 */
export async function runConformance(command: Command, surroundings: Surroundings): Promise<boolean> {
  const verdicts: Verdict[] = [];
  for (const sample of await samplesFor(command)) {
    if (surroundings.stop.aborted) break;
    verdicts.push(await trySample(sample, command, surroundings));
  }
  const own = command.operands.length === 0 ? undefined : await tryOwnFiles(command, surroundings);
  const run: ConformanceRun = {
    at: new Date().toISOString(),
    verdicts,
    ...(own !== undefined && { own }),
  };
  const text = reportText(run);
  if (command.report === undefined) surroundings.say(text);
  else writeFileSync(command.report, text);
  return isConformant(run) && !surroundings.stop.aborted;
}

/** `--door` chooses that door's samples; an address those of the adapter that answers there. */
async function samplesFor({ door, to }: Command): Promise<readonly Sample[]> {
  const samples = readSamples().filter((sample) => door === undefined || sample.door === door);
  if (to === undefined) return samples;
  const name = await nameAt(to);
  return samples.filter(({ adapter }) => adapter === name);
}

async function nameAt(to: string): Promise<AdapterName> {
  try {
    const answer = await fetch(`${to}/version`);
    const { name } = membersOf(await answer.json());
    if (typeof name === 'string' && isAdapterName(name)) return name;
    throw new Error(`it calls itself ${String(name)}`);
  } catch (cause) {
    throw new DoorError(`${to} is no adapter of the hub`, { cause });
  }
}

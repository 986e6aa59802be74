/** One sample through its door, and whether the hub said what the kit expects. */
import type { Command } from '../command-line.ts';
import { doorOf, localAddressOf } from '../doors.ts';
import { faultsOf } from '../outcomes.ts';
import { type DoorAnswer, post } from '../post.ts';
import type { Surroundings } from '../publish.ts';
import { bodyOf, contentTypeOf, type Expected, type Sample } from './samples.ts';

export interface Verdict {
  readonly sample: Sample;
  readonly answered: Expected;
  readonly passed: boolean;
  /** Of a good sample that was published for real, twice. */
  readonly published?: { readonly first: number; readonly again: number; readonly passed: boolean };
}

/** @throws DoorError if the door does not answer. */
export async function trySample(
  sample: Sample,
  command: Command,
  surroundings: Surroundings,
): Promise<Verdict> {
  const send = (query: string) => sendSample(sample, query, command, surroundings);
  const answer = await send('?dryRun=true');
  const answered = { status: answer.status, faults: faultsOf(answer) };
  const passed = JSON.stringify(answered) === JSON.stringify(sample.expect);
  const isGood = sample.expect.status === 200 && sample.expect.faults.length === 0;
  if (!command.forReal || !isGood) return { sample, answered, passed };
  const [first, again] = [await send(''), await send('')];
  const bothTaken = isTaken(first.status) && isTaken(again.status);
  const published = { first: first.status, again: again.status, passed: bothTaken };
  return { sample, answered, passed: passed && bothTaken, published };
}

function sendSample(
  sample: Sample,
  query: string,
  command: Command,
  { say, stop, pauseMs }: Surroundings,
): Promise<DoorAnswer> {
  const url = `${command.to ?? localAddressOf(sample.adapter)}${doorOf(sample.door).path}${query}`;
  return post(bodyOf(sample), {
    url,
    contentType: contentTypeOf(sample),
    onTrouble: (words) => say(`${url}: ${words}; trying again`),
    stop,
    triesMax: 3,
    ...(command.token !== undefined && { token: command.token }),
    ...(pauseMs !== undefined && { pauseMs }),
  });
}

function isTaken(status: number): boolean {
  return status >= 200 && status < 300;
}

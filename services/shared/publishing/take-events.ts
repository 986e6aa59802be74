/**
 * Takes the events of a message part by part: each part is read, sent and acknowledged before the next, so that a long
 * message keeps its order and holds up nobody. Promises: what is called ACCEPTED was acknowledged; once Kafka has
 * fallen silent nothing more is sent, and of what came before its silence the answer still tells.
 */
import { setImmediate as othersTurn } from 'node:timers/promises';
import { ProblemError } from '#shared/http/problems.ts';
import { KeyDestroyedError } from '#shared/sealing/key-store.ts';
import type { ReadEvent } from './cloud-event.ts';
import {
  atLine,
  type Outcome,
  type Rejection,
  refusal,
  rejectionOf,
  type Stopped,
  stoppedBy,
  undelivered,
} from './event-outcome.ts';
import type { EventsAtWork } from './events-at-work.ts';
import type { PlannedRecord, Publisher, PublishOptions } from './publisher.ts';
import { briefly } from './read-events.ts';
import type { Receipt } from './receipt.ts';

/** Events that go to the log together: their text until they are read. */
export interface Part {
  readonly bytes: number;
  /** @throws MessageFault if the text is no message at all. */
  readonly read: () => readonly ReadEvent[];
}

export type Parts = Iterable<Part>;

export interface Taking {
  readonly publisher: Publisher;
  readonly atWork: EventsAtWork;
}

export interface Taken {
  /** In the order of the events. */
  readonly outcomes: readonly Outcome[];
  /** Why some were not delivered. */
  readonly stopped: Stopped | undefined;
}

type GoodEvent = Extract<ReadEvent, { readonly event: unknown }>;
type BadEvent = Extract<ReadEvent, { readonly faults: unknown }>;
/** Of the log; undefined for an event that it did not get. */
type Answer = Receipt | BadEvent | undefined;

/** @throws ProblemError where no event was taken: a refusal, or why nothing could be delivered. */
export async function takeEvents(
  parts: Parts,
  { publisher, atWork }: Taking,
  options: PublishOptions,
): Promise<Taken> {
  const settled: Settled[] = [];
  let isTaken = false;
  let stopped: Stopped | undefined;
  for (const { bytes, read } of parts) {
    if (settled.length > 0) await othersTurn();
    if (stopped === undefined) {
      const entered = atWork.enter(bytes);
      if (entered !== true && !(await entered)) stopped = stoppedBy(noRoom());
    }
    if (stopped !== undefined && !isTaken) throw stopped.problem;
    const before = stopped;
    try {
      const part = read();
      const answers: Answer[] = [];
      try {
        if (before === undefined) await publishPart(part, publisher, options, answers);
      } catch (error) {
        isTaken ||= answers.some(isReceipt);
        if (!isTaken) throw error;
        stopped = stoppedBy(error);
      }
      const left = before === undefined ? stopped : { ...before, status: 'NOT_SENT' as const };
      for (let at = 0; at < part.length; at += 1) {
        const [event, answer] = [part[at], answers[at]];
        if (event === undefined) continue;
        settled.push(settle(event, answer, left));
        isTaken ||= isReceipt(answer);
      }
    } finally {
      if (before === undefined) atWork.leave(bytes);
    }
  }
  if (!isTaken) throw refusal(settled.filter(isBad));
  const outcomes = briefly(settled).map((one) => ('faults' in one ? rejectionOf(one) : one));
  return { outcomes, stopped };
}

/** What became of an event; of its body nothing is left, or a long message would hold all of it until the end. */
type Settled = BadEvent | Exclude<Outcome, Rejection>;

/** @throws Error for an event that was neither acknowledged nor refused nor stopped. */
function settle(event: ReadEvent, answer: Answer, left: Stopped | undefined): Settled {
  if (answer !== undefined) return 'faults' in answer ? answer : atLine(event, answer);
  if ('faults' in event) return event;
  if (left !== undefined) return undelivered(event, left);
  throw new Error('an event that was neither acknowledged nor stopped');
}

function noRoom(): ProblemError {
  return new ProblemError('LOG_FULL');
}

function isBad(settled: Settled): settled is BadEvent {
  return 'faults' in settled;
}

function isReceipt(answer: Answer): answer is Receipt {
  return answer !== undefined && !('faults' in answer);
}

function isGood(event: ReadEvent): event is GoodEvent {
  return 'event' in event;
}

/**
 * Publishes the good events of a part together; where one of them makes that impossible by itself, one by one. The
 * answers come to the places of their events, those that were there before a failure, too.
 */
async function publishPart(
  part: readonly ReadEvent[],
  publisher: Publisher,
  options: PublishOptions,
  answers: Answer[],
): Promise<void> {
  const good = part.filter(isGood);
  if (good.length === 0) return;
  try {
    const receipts = await publisher.publishStated(
      good.map(({ event }) => event),
      options,
    );
    let next = 0;
    for (let at = 0; at < part.length; at += 1) if (part[at] === good[next]) answers[at] = receipts[next++];
  } catch (error) {
    if (!isOfOneEvent(error)) throw error;
    const [only] = good;
    if (only !== undefined && part.length === 1) answers[0] = refusedAlone(only, error);
    else await publishEach(part, publisher, options, answers);
  }
}

/** Waits for all of them: what is still on its way when another one fails may be in the log. */
async function publishEach(
  part: readonly ReadEvent[],
  publisher: Publisher,
  options: PublishOptions,
  answers: Answer[],
): Promise<void> {
  const ended = await Promise.allSettled(
    part.map((event, at) => publishAlone(event, at, publisher, options, answers)),
  );
  const failures = ended.flatMap((one): unknown[] => (one.status === 'rejected' ? [one.reason] : []));
  if (failures.length > 0)
    throw failures.find((error) => stoppedBy(error).status === 'UNKNOWN') ?? failures[0];
}

async function publishAlone(
  event: ReadEvent,
  at: number,
  publisher: Publisher,
  options: PublishOptions,
  answers: Answer[],
): Promise<void> {
  const alone: Answer[] = [];
  await publishPart([event], publisher, options, alone);
  answers[at] = alone[0];
}

/** The data of somebody whom it concerns were erased: that event alone is refused. */
function isOfOneEvent(error: unknown): error is ProblemError {
  return error instanceof ProblemError && error.cause instanceof KeyDestroyedError;
}

function refusedAlone({ id, source, pointer, line }: GoodEvent, problem: ProblemError): BadEvent {
  const faults = problem.errors.map((fault) => ({ ...fault, pointer: pointer + fault.pointer }));
  return { id, source, pointer, faults, ...(line === undefined ? {} : { line }) };
}

/**
 * The same without the log: what would be published, in the order of the events.
 * @throws ProblemError as takeEvents does.
 */
export function planEvents(
  parts: Parts,
  bytes: number,
  { publisher, atWork }: Taking,
): Promise<readonly unknown[]> {
  // All of it together: its answer repeats every event.
  return atWork.during(bytes, () => planParts(parts, publisher));
}

async function planParts(parts: Parts, publisher: Publisher): Promise<readonly unknown[]> {
  const events: ReadEvent[] = [];
  const plans = new Map<ReadEvent, PlannedRecord>();
  for (const { read } of parts) {
    if (events.length > 0) await othersTurn();
    const part = read();
    events.push(...part);
    const good = part.filter(isGood);
    for (const [at, plan] of (await publisher.plan(good.map(({ event }) => event))).entries()) {
      const event = good[at];
      if (event !== undefined) plans.set(event, plan);
    }
  }
  if (plans.size === 0) throw refusal(events);
  return briefly(events).map((event) => {
    if ('faults' in event) return rejectionOf(event);
    return event.line === undefined ? plans.get(event) : { line: event.line, ...plans.get(event) };
  });
}

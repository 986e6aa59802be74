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
  refusal,
  rejectionOf,
  type Stopped,
  stoppedBy,
  undelivered,
} from './event-outcome.ts';
import type { PlannedRecord, Publisher, PublishOptions } from './publisher.ts';
import { briefly } from './read-events.ts';
import type { Receipt } from './receipt.ts';

/** Events that go to the log together. */
export type Parts = Iterable<readonly ReadEvent[]>;

export interface Taken {
  /** In the order of the events. */
  readonly outcomes: readonly Outcome[];
  /** Why some were not delivered. */
  readonly stopped: Stopped | undefined;
}

type GoodEvent = Extract<ReadEvent, { readonly event: unknown }>;
type BadEvent = Extract<ReadEvent, { readonly faults: unknown }>;

/** @throws ProblemError where no event was taken: a refusal, or why nothing could be delivered. */
export async function takeEvents(
  parts: Parts,
  publisher: Publisher,
  options: PublishOptions,
): Promise<Taken> {
  const settled: { readonly event: ReadEvent; readonly receipt?: Receipt; readonly stopped?: Stopped }[] = [];
  let isTaken = false;
  let stopped: Stopped | undefined;
  for (const part of parts) {
    if (settled.length > 0) await othersTurn();
    const receipts = new Map<ReadEvent, Receipt | BadEvent>();
    const before = stopped;
    try {
      if (before === undefined) await publishPart(part.filter(isGood), publisher, options, receipts);
    } catch (error) {
      if (!isTaken) throw error;
      stopped = stoppedBy(error);
    }
    const left = before === undefined ? stopped : { ...before, status: 'NOT_SENT' as const };
    for (const event of part) {
      const receipt = receipts.get(event);
      if (receipt === undefined) settled.push(left === undefined ? { event } : { event, stopped: left });
      else if ('faults' in receipt) settled.push({ event: receipt });
      else settled.push({ event, receipt });
      isTaken ||= receipt !== undefined && !('faults' in receipt);
    }
  }
  if (!isTaken) throw refusal(settled.map(({ event }) => event));
  const told = briefly(settled.map(({ event }) => event));
  const outcomes = settled.map(({ receipt, stopped: by }, at): Outcome => {
    const event = told[at];
    if (event === undefined) throw new Error('an event without an outcome');
    if ('faults' in event) return rejectionOf(event);
    if (receipt !== undefined) return atLine(event, receipt);
    if (by !== undefined) return undelivered(event, by);
    throw new Error('an event that was neither acknowledged nor stopped');
  });
  return { outcomes, stopped };
}

function isGood(event: ReadEvent): event is GoodEvent {
  return 'event' in event;
}

/** Publishes events together; where one of them makes that impossible by itself, one by one. */
async function publishPart(
  events: readonly GoodEvent[],
  publisher: Publisher,
  options: PublishOptions,
  settled: Map<ReadEvent, Receipt | BadEvent>,
): Promise<void> {
  if (events.length === 0) return;
  try {
    const receipts = await publisher.publishStated(
      events.map(({ event }) => event),
      options,
    );
    for (const [at, receipt] of receipts.entries()) {
      const event = events[at];
      if (event !== undefined) settled.set(event, receipt);
    }
  } catch (error) {
    if (!isOfOneEvent(error)) throw error;
    const [only, ...others] = events;
    if (only !== undefined && others.length === 0) settled.set(only, refusedAlone(only, error));
    else await Promise.all(events.map((event) => publishPart([event], publisher, options, settled)));
  }
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
export async function planEvents(parts: Parts, publisher: Publisher): Promise<readonly unknown[]> {
  const read: ReadEvent[] = [];
  const plans = new Map<ReadEvent, PlannedRecord>();
  for (const part of parts) {
    if (read.length > 0) await othersTurn();
    read.push(...part);
    const good = part.filter(isGood);
    for (const [at, plan] of (await publisher.plan(good.map(({ event }) => event))).entries()) {
      const event = good[at];
      if (event !== undefined) plans.set(event, plan);
    }
  }
  if (plans.size === 0) throw refusal(read);
  return briefly(read).map((event) => {
    if ('faults' in event) return rejectionOf(event);
    return event.line === undefined ? plans.get(event) : { line: event.line, ...plans.get(event) };
  });
}

/**
 * Takes the records of a file part by part: what is known is looked up once for a part, the rest goes to the log
 * together and is acknowledged before the next part. Promises: what is called ACCEPTED was acknowledged; once the log
 * has fallen silent nothing more is sent, and of what came before its silence the answer still tells.
 */
import { setImmediate as othersTurn } from 'node:timers/promises';
import { ProblemError } from '#shared/http/problems.ts';
import type { HubClock } from '#shared/publishing/clock.ts';
import { type Stopped, stoppedBy } from '#shared/publishing/event-outcome.ts';
import type { EventsAtWork } from '#shared/publishing/events-at-work.ts';
import type { PlannedRecord, PublishOptions } from '#shared/publishing/publisher.ts';
import { SNAPSHOT_ROOM_A_BYTE, type SnapshotPublisher } from '#shared/publishing/snapshot-publisher.ts';
import type { FactDraft } from '#shared/pure/draft.ts';
import type { HubKey } from '#shared/pure/hub-key.ts';
import { KeyDestroyedError } from '#shared/sealing/key-store.ts';
import type { UnreadRecord } from '../core/record-file.ts';
import { translateRecord } from '../core/translate.ts';
import { acceptedAt, briefly, type RecordOutcome, refusalOf, rejectedAt, stoppedAt } from './file-outcome.ts';

export interface FileDoor {
  readonly atWork: EventsAtWork;
  readonly snapshots: SnapshotPublisher;
  readonly hubKey: HubKey;
  readonly clock: HubClock;
}

/** A record has some ten facts. */
const PART_RECORDS = 200;

interface Translated {
  readonly line: number;
  readonly drafts: readonly FactDraft[];
}

/** Outcomes in the order of the lines; each part waits for room. @throws ProblemError where no record was taken. */
export async function takeFile(
  records: Iterable<UnreadRecord>,
  door: FileDoor,
  options: PublishOptions,
): Promise<readonly RecordOutcome[]> {
  const outcomes: RecordOutcome[] = [];
  let isTaken = false;
  let stopped: Stopped | undefined;
  for (const part of partsOf(records)) {
    if (outcomes.length > 0) await othersTurn();
    const settled = new Map<number, RecordOutcome>();
    if (stopped !== undefined) settleRest(part, settled, { ...stopped, status: 'NOT_SENT' });
    else {
      try {
        await door.atWork.during(roomOf(part), () => takePart(part, door, options, settled));
      } catch (error) {
        if (!isTaken) throw error;
        stopped = stoppedBy(error);
        settleRest(part, settled, stopped);
      }
    }
    for (const { line } of part) {
      const outcome = settled.get(line);
      if (outcome === undefined) throw new Error('a record without an outcome');
      outcomes.push(outcome);
      isTaken ||= outcome.status === 'ACCEPTED';
    }
  }
  if (!isTaken) throw refusalOf(outcomes);
  return briefly(outcomes);
}

function roomOf(part: readonly UnreadRecord[]): number {
  return part.reduce((sum, { bytes }) => sum + bytes * SNAPSHOT_ROOM_A_BYTE, 0);
}

async function takePart(
  part: readonly UnreadRecord[],
  door: FileDoor,
  options: PublishOptions,
  settled: Map<number, RecordOutcome>,
): Promise<void> {
  const { good, rejected } = translated(part, door);
  for (const outcome of rejected) settled.set(outcome.line, outcome);
  await publishTogether(good, door, options, settled);
}

export interface FilePlan {
  readonly outcomes: readonly RecordOutcome[];
  /** What would be published, from the beginning. */
  readonly events: readonly PlannedRecord[];
  /** How much more would be. */
  readonly eventsNotShown: number;
}

/** An answer holds no more: a file of some megabytes gives ten times as much as decoded events. */
const SHOWN_EVENTS_MAX = 1000;

/** The same without the log; all of it together, as its answer shows. @throws ProblemError where no record could be taken. */
export function planFile(records: Iterable<UnreadRecord>, room: number, door: FileDoor): Promise<FilePlan> {
  return door.atWork.during(room, () => planParts(records, door));
}

async function planParts(records: Iterable<UnreadRecord>, door: FileDoor): Promise<FilePlan> {
  const outcomes: RecordOutcome[] = [];
  const events: PlannedRecord[] = [];
  let count = 0;
  for (const part of partsOf(records)) {
    if (outcomes.length > 0) await othersTurn();
    const { good, rejected } = translated(part, door);
    const planned = await door.snapshots.plan(good.flatMap(({ drafts }) => drafts));
    count += planned.length;
    events.push(...planned.slice(0, SHOWN_EVENTS_MAX - events.length));
    const lines = good.map(({ line, drafts }) => ({
      line,
      status: 'PLANNED' as const,
      facts: drafts.length,
    }));
    outcomes.push(...[...lines, ...rejected].sort((left, right) => left.line - right.line));
  }
  if (outcomes.every(({ status }) => status === 'REJECTED')) throw refusalOf(outcomes);
  return { outcomes: briefly(outcomes), events, eventsNotShown: count - events.length };
}

function* partsOf(records: Iterable<UnreadRecord>): Generator<readonly UnreadRecord[]> {
  let part: UnreadRecord[] = [];
  for (const record of records) {
    part.push(record);
    if (part.length < PART_RECORDS) continue;
    yield part;
    part = [];
  }
  if (part.length > 0) yield part;
}

function translated(part: readonly UnreadRecord[], { hubKey, clock }: FileDoor) {
  const good: Translated[] = [];
  const rejected: RecordOutcome[] = [];
  for (const { line, read } of part) {
    const each = read();
    if ('faults' in each) rejected.push(rejectedAt(line, each.faults));
    else good.push({ line, drafts: translateRecord(each.record, hubKey, clock.next()) });
  }
  return { good, rejected };
}

/** Publishes records together; where one of them makes that impossible by itself, one by one. */
async function publishTogether(
  records: readonly Translated[],
  { snapshots }: FileDoor,
  options: PublishOptions,
  settled: Map<number, RecordOutcome>,
): Promise<void> {
  const publish = async (some: readonly Translated[]): Promise<void> => {
    const all = some.flatMap(({ drafts }) => drafts);
    const { places } = await snapshots.publish(all, options);
    for (const { line, drafts } of some) settled.set(line, acceptedAt(line, drafts, places));
  };
  try {
    if (records.length > 0) await publish(records);
  } catch (error) {
    if (!isOfOnePerson(error)) throw error;
    for (const record of records) {
      try {
        await publish([record]);
      } catch (alone) {
        if (!isOfOnePerson(alone)) throw alone;
        settled.set(record.line, rejectedAt(record.line, alone.errors));
      }
    }
  }
}

/** The data of somebody were erased: that record alone is refused. */
function isOfOnePerson(error: unknown): error is ProblemError {
  return error instanceof ProblemError && error.cause instanceof KeyDestroyedError;
}

/** Those of a part of which nothing is told yet. */
function settleRest(
  part: readonly UnreadRecord[],
  settled: Map<number, RecordOutcome>,
  stopped: Stopped,
): void {
  for (const { line, read } of part) {
    if (settled.has(line)) continue;
    const each = read();
    settled.set(line, 'faults' in each ? rejectedAt(line, each.faults) : stoppedAt(line, stopped));
  }
}

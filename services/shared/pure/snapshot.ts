/**
 * Snapshots are content-addressed (rules.md 5, formats.md 5): every statement becomes a fact whose id follows from
 * what is stated, as blobs in a tree, and one SnapshotStated lists what stands. So the same statement has the same
 * id whenever it is made, and an identical repeat adds nothing but its own SnapshotStated.
 */
import type { EventName, StatedFact, StatedSection } from '#schemas/generated/events.ts';
import { canonicalJson } from './canonical-json.ts';
import type { DraftOf, FactDraft } from './draft.ts';
import type { HubKey } from './hub-key.ts';
import type { Instant } from './time.ts';

type StatementOf<N extends EventName> = Pick<
  DraftOf<N>,
  'eventName' | 'type' | 'occurredAt' | 'concerns' | 'text' | 'data'
>;

/** What is stated, before it is known who states it and when the hub heard of it. */
export type Statement = { [N in EventName]: StatementOf<N> }[EventName];

/** Who states it, through which door, of which aggregate; `recordedAt` is the door's clock. */
export interface Origin {
  readonly sender: string;
  readonly door: string;
  /** The aggregate's key. */
  readonly aggregate: string;
  readonly recordedAt: Instant;
  /** Who sent the message, where that is another body than the sender. */
  readonly publisher?: string;
}

/** One thing stated under a fact key. `state` is given the key, which grows by `#2` … where two things claim one key. */
export interface KeyedStatements {
  readonly key: string;
  readonly state: (key: string) => readonly Statement[];
}

export interface SnapshotSection {
  readonly name: string;
  readonly stated: readonly KeyedStatements[];
}

export interface Snapshot extends Origin {
  readonly type: DraftOf<'SnapshotStated'>['type'];
  /** The greatest actual date inside: orders the snapshots of one sender before `recordedAt` does. */
  readonly actualAt: Instant;
  readonly sections: readonly SnapshotSection[];
}

/** A statement as a fact whose id is derived from sender, door, aggregate, fact key and everything that is stated. */
export function contentAddressed(
  hubKey: HubKey,
  origin: Origin,
  factKey: string,
  statement: Statement,
): FactDraft {
  const { eventName, occurredAt, concerns, text, data } = statement;
  const body = { eventName, occurredAt, concerns, text, data };
  return {
    ...statement,
    ...envelopeOf(origin),
    id: hubKey.contentId([origin.sender, origin.door, origin.aggregate, factKey, body]),
  };
}

/** The facts of a snapshot, without repetition, and last the SnapshotStated that lists them section by section. */
export function snapshotDrafts(hubKey: HubKey, snapshot: Snapshot): readonly FactDraft[] {
  const { actualAt } = snapshot;
  const sections = snapshot.sections.map(({ name, stated }) => ({
    name,
    drafts: distinctStatements(stated).map(({ key, statement }) => ({
      key,
      draft: { ...contentAddressed(hubKey, snapshot, key, statement), snapshotActualAt: actualAt },
    })),
  }));
  const facts = sections.flatMap(({ drafts }) => drafts.map(({ draft }) => draft));
  const listed = sections.map(({ name, drafts }) => ({
    name,
    facts: drafts.map(({ key, draft }): StatedFact => ({ key, id: draft.id })),
  }));
  return [...facts, snapshotStated(hubKey, snapshot, listed)];
}

/** Its id covers `recordedAt`: the same content stated again is a statement of its own. */
function snapshotStated(
  hubKey: HubKey,
  snapshot: Snapshot,
  sections: readonly StatedSection[],
): DraftOf<'SnapshotStated'> {
  const { sender, door, aggregate, actualAt, recordedAt, type } = snapshot;
  return {
    ...envelopeOf(snapshot),
    eventName: 'SnapshotStated',
    type,
    id: hubKey.contentId([sender, door, aggregate, 'snapshot', sections, actualAt, recordedAt]),
    occurredAt: actualAt,
    snapshotActualAt: actualAt,
    concerns: [],
    data: { sections },
  };
}

function envelopeOf({ sender, door, aggregate, recordedAt, publisher }: Origin) {
  return {
    key: aggregate,
    source: `/agencies/${sender}/${door}`,
    recordedAt,
    agency: sender,
    door,
    sender,
    ...(publisher !== undefined && { publisher }),
  };
}

/** The same thing twice under one key counts once; another thing under that key gets a key of its own, in order. */
function distinctStatements(stated: readonly KeyedStatements[]): { key: string; statement: Statement }[] {
  const contents = new Map<string, string[]>();
  return stated.flatMap(({ key, state }) => {
    const content = canonicalJson(state(key));
    const known = contents.get(key) ?? [];
    if (known.includes(content)) return [];
    contents.set(key, [...known, content]);
    const ownKey = known.length === 0 ? key : `${key}#${known.length + 1}`;
    return state(ownKey).map((statement) => ({ key: ownKey, statement }));
  });
}

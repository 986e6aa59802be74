/** The time of a dossier: when it was due, and which time does not count (domain.md 6). */

import type { Clock, Span } from '#shared/indicators/late-from.ts';
import type { TimelineEntry } from '#shared/once-only/dossier-view.ts';
import { type Fact, type FactOf, isFactOf } from '#shared/pure/fact.ts';
import type { Instant } from '#shared/pure/time.ts';

type Request = TimelineEntry & { readonly fact: FactOf<'SupplementRequested'> };

export interface DossierClock extends Clock {
  readonly supplements: number;
}

/** Reads the clock off a dossier's timeline, which is in order and says nothing twice. */
export function clockOf(timeline: readonly TimelineEntry[], acceptedAt: Instant | undefined): DossierClock {
  const requests = distinctRequests(timeline);
  const stated = timeline.map(({ fact }) => fact).findLast((fact) => isFactOf(fact, 'DossierAccepted'));
  const { dueAt, moving } = dueBefore(stated?.event.dueAt ?? undefined, requests);
  const spans = [...supplementSpans(moving, timeline), ...suspensions(timeline)];
  const second = requests[1];
  return {
    ...(dueAt !== undefined && { dueAt }),
    spans: acceptedAt === undefined ? spans : spans.flatMap((span) => since(acceptedAt, span)),
    ...(second !== undefined && { secondRequestAt: second.at }),
    supplements: requests.length,
  };
}

/** Requests of one id, or of one instant, are one: snapshots restate them with what has become known. */
function distinctRequests(timeline: readonly TimelineEntry[]): Request[] {
  const found: Request[] = [];
  for (const { fact, ...entry } of timeline) {
    if (!isFactOf(fact, 'SupplementRequested')) continue;
    const request = { ...entry, fact };
    const index = found.findIndex((other) => isSameRequest(other, request));
    // The later statement of a request knows more of it.
    if (index === -1) found.push(request);
    else found[index] = { ...request, at: Math.min(request.at, found[index]?.at ?? request.at) };
  }
  return found;
}

function isSameRequest(one: Request, other: Request): boolean {
  const [left, right] = [one.fact.event.supplementId, other.fact.event.supplementId];
  return one.at === other.at || (left !== null && left === right);
}

/**
 * The due time before any supplement moved it. A sender that restates the due time as moved has counted the span
 * itself; where it does not say what the time was before, that span is not counted again.
 */
function dueBefore(
  stated: Instant | undefined,
  requests: readonly Request[],
): { readonly dueAt?: Instant; readonly moving: readonly Request[] } {
  if (stated === undefined) return { moving: requests };
  const moved = requests.findLastIndex(({ fact }) => fact.event.dueAtAfter === stated);
  if (moved === -1) return { dueAt: stated, moving: requests };
  const before = requests.slice(0, moved + 1).find(({ fact }) => fact.event.dueAtBefore !== null);
  if (before?.fact.event.dueAtBefore != null)
    return { dueAt: before.fact.event.dueAtBefore, moving: requests };
  return { dueAt: stated, moving: requests.slice(moved + 1) };
}

/** From each request until what was asked for came, or until processing went on without it. */
function supplementSpans(requests: readonly Request[], timeline: readonly TimelineEntry[]): Span[] {
  return requests.map((request) => {
    const later = timeline.filter(({ at, fact }) => at >= request.at && fact !== request.fact);
    const { supplementId } = request.fact.event;
    const received = later.find(({ fact }) => isAnswerTo(fact, supplementId)) ?? later.find(goesOn);
    return received === undefined ? { from: request.at } : { from: request.at, to: received.at };
  });
}

function isAnswerTo(fact: Fact, supplementId: string | null): boolean {
  if (!isFactOf(fact, 'SupplementReceived')) return false;
  const answered = fact.event.supplementId;
  return supplementId === null || answered === null || answered === supplementId;
}

function goesOn({ status }: TimelineEntry): boolean {
  return status !== undefined && status !== 'SUPPLEMENT_REQUESTED' && status !== 'FEE_REQUESTED';
}

/** From each suspension until processing was resumed or ended. */
function suspensions(timeline: readonly TimelineEntry[]): Span[] {
  return timeline.flatMap(({ fact, at }, index) => {
    if (!isFactOf(fact, 'ProcessingSuspended')) return [];
    const resumed = timeline
      .slice(index + 1)
      .find((later) => isFactOf(later.fact, 'ProcessingResumed') || isEnd(later));
    return [resumed === undefined ? { from: at } : { from: at, to: resumed.at }];
  });
}

const ENDS: ReadonlySet<string> = new Set([
  'REFUSED',
  'WITHDRAWN',
  'STOPPED',
  'COMPLETED',
  'RESULT_RETURNED',
]);

function isEnd({ status }: TimelineEntry): boolean {
  return status !== undefined && ENDS.has(status);
}

/** What of a span lies after acceptance: before that no clock ran. */
function since(start: Instant, { from, to }: Span): Span[] {
  if (to === undefined) return [{ from: Math.max(from, start) }];
  return to <= start ? [] : [{ from: Math.max(from, start), to }];
}

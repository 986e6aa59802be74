/**
 * From when on is a dossier late (domain.md 6: «completed ≤ dueAt less supplement spans; a second supplement request
 * is late»)? The clock stops while the applicant supplements and while processing is suspended.
 */
import type { Instant } from '#shared/pure/time.ts';

/** Time that does not count; without `to` it lasts. */
export interface Span {
  readonly from: Instant;
  readonly to?: Instant;
}

export interface Clock {
  /** Undefined where nobody stated when it is due. */
  readonly dueAt?: Instant;
  readonly spans: readonly Span[];
  /** When papers were asked for a second time. */
  readonly secondRequestAt?: Instant;
}

/**
 * The last instant at which the dossier is not late; undefined while it cannot become late: nothing is due, or the
 * clock stands still. A span that begins after the time was used up saves nothing.
 */
export function lateFrom({ dueAt, spans, secondRequestAt }: Clock): Instant | undefined {
  const used = dueAt === undefined ? undefined : usedUpAt(dueAt, spans);
  // Late by the request itself: the instant before it is the last in time.
  const asked = secondRequestAt === undefined ? undefined : secondRequestAt - 1;
  if (used === undefined) return asked;
  return asked === undefined ? used : Math.min(used, asked);
}

/** The due time, moved on by every span that began before it. */
function usedUpAt(dueAt: Instant, spans: readonly Span[]): Instant | undefined {
  let due = dueAt;
  let counted = Number.NEGATIVE_INFINITY;
  for (const { from, to } of spans.toSorted((left, right) => left.from - right.from)) {
    const start = Math.max(from, counted);
    if (start > due) return due;
    if (to === undefined) return undefined;
    if (to <= start) continue;
    due += to - start;
    counted = to;
  }
  return due;
}

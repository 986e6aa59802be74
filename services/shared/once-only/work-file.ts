/** A work file: opened, closed, processed online or not, secret or not. */
import { isFactOf } from '#shared/pure/fact.ts';
import type { Instant } from '#shared/pure/time.ts';
import type { Placed } from './order.ts';

export interface WorkFile {
  readonly code: string;
  readonly agency: string;
  readonly state: 'OPEN' | 'CLOSED';
  readonly openedAt: Instant;
  readonly closedAt?: Instant;
  readonly unitName?: string;
  /** One statement that says so is enough. */
  readonly secret: boolean;
  /** As the last closing says; false while it is open. */
  readonly processedOnline: boolean;
}

/** What stands of a work file, in order; undefined if nothing does. */
export function foldWorkFile(code: string, standing: readonly Placed[]): WorkFile | undefined {
  const opened = standing.find(({ fact }) => isFactOf(fact, 'WorkFileOpened')) ?? standing[0];
  if (opened === undefined) return undefined;
  const statements = standing.filter(({ fact }) => isFactOf(fact, 'WorkFileOpened', 'WorkFileClosed'));
  const closed = standing.findLast(({ fact }) => isFactOf(fact, 'WorkFileClosed'));
  const unitName = isFactOf(opened.fact, 'WorkFileOpened') ? opened.fact.event.unitName : null;
  return {
    code,
    agency: opened.fact.event.agency,
    state: closed === undefined ? 'OPEN' : 'CLOSED',
    openedAt: opened.place.at,
    ...(closed !== undefined && { closedAt: closed.place.at }),
    ...(unitName !== null && { unitName }),
    secret: statements.some(
      ({ fact }) => isFactOf(fact, 'WorkFileOpened', 'WorkFileClosed') && fact.event.secret,
    ),
    processedOnline:
      closed !== undefined && isFactOf(closed.fact, 'WorkFileClosed') && closed.fact.event.processedOnline,
  };
}

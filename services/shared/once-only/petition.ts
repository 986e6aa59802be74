/** A petition: who took it, when it came in and when it was first answered. */
import type { Channel } from '#schemas/generated/events.ts';
import { type FactOf, isFactOf } from '#shared/pure/fact.ts';
import type { Instant } from '#shared/pure/time.ts';
import type { Placed } from './order.ts';

export interface Petition {
  readonly code: string;
  readonly agency: string;
  readonly state: 'RECEIVED' | 'ANSWERED';
  readonly channel: Channel;
  readonly fieldCode?: string;
  readonly fieldName?: string;
  /** The petitioners, as far as they are known. */
  readonly subjectKeys: readonly string[];
  readonly receivedAt: Instant;
  readonly answer?: { readonly at: Instant; readonly fact: FactOf<'PetitionAnswered'> };
}

/**
 * What stands of a petition, in order; undefined if nothing does. The first answer counts: a later one explains it, and
 * one before the petition came in answers nothing.
 */
export function foldPetition(code: string, standing: readonly Placed[]): Petition | undefined {
  const received = standing.find(({ fact }) => isFactOf(fact, 'PetitionReceived'));
  const first = received ?? standing[0];
  if (first === undefined) return undefined;
  const { fact, place } = first;
  const stated = isFactOf(fact, 'PetitionReceived') ? fact.event : undefined;
  const answer = standing.flatMap(({ fact: said, place: { at } }) =>
    isFactOf(said, 'PetitionAnswered') && at >= place.at ? [{ at, fact: said }] : [],
  )[0];
  return {
    code,
    agency: fact.event.agency,
    state: answer === undefined ? 'RECEIVED' : 'ANSWERED',
    channel: stated?.channel ?? 'UNKNOWN',
    ...(stated?.fieldCode != null && { fieldCode: stated.fieldCode }),
    ...(stated?.fieldName != null && { fieldName: stated.fieldName }),
    subjectKeys: [...new Set(fact.event.concerns.map(({ subjectKey }) => subjectKey))],
    receivedAt: place.at,
    ...(answer !== undefined && { answer }),
  };
}

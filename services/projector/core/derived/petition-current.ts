/** The row of a petition in `petition_current`. */
import type { DerivedRowOf } from '#schemas/read-models/derived-tables.ts';
import { levelOf } from '#shared/indicators/agency-level.ts';
import type { Placed } from '#shared/once-only/order.ts';
import { isFactOf } from '#shared/pure/fact.ts';
import { dayOf } from '#shared/pure/time.ts';
import { agencyForm, type Ground } from './ground.ts';

/** The first answer counts: a later one explains it. An answer before the petition came in answers nothing. */
export function petitionCurrent(
  code: string,
  standing: readonly Placed[],
  { agencies }: Ground,
): DerivedRowOf<'petition_current'> | undefined {
  const [first] = standing;
  if (first === undefined) return undefined;
  const received = standing.find(({ fact }) => isFactOf(fact, 'PetitionReceived'));
  const { fact: stated, place } = received ?? first;
  const answered = standing.find(
    ({ fact, place: at }) => isFactOf(fact, 'PetitionAnswered') && at.at >= place.at,
  );
  const event = isFactOf(stated, 'PetitionReceived') ? stated.event : undefined;
  const agency = agencyForm(stated.event.agency);
  return {
    petition_code: code,
    agency,
    level: levelOf(agency, agencies),
    field_code: event?.fieldCode ?? null,
    field_name: event?.fieldName ?? null,
    channel: event?.channel ?? 'UNKNOWN',
    received_on: dayOf(place.at),
    answered_on: answered === undefined ? null : dayOf(answered.place.at),
  };
}

/** Rows of `establishment_current`: what was approved for an agency, year by year. */
import type { DerivedRowOf } from '#schemas/read-models/derived-tables.ts';
import { levelOf } from '#shared/indicators/agency-level.ts';
import type { Placed } from '#shared/once-only/order.ts';
import { type FactOf, isFactOf } from '#shared/pure/fact.ts';
import { agencyForm, type Ground } from './ground.ts';

/** Of several statements about a year the last one counts. */
export function establishmentCurrent(
  key: string,
  standing: readonly Placed[],
  { agencies }: Ground,
): DerivedRowOf<'establishment_current'>[] {
  const years = new Map<number, FactOf<'EstablishmentApproved'>>();
  for (const { fact } of standing)
    if (isFactOf(fact, 'EstablishmentApproved')) years.set(fact.event.year, fact);
  const agency = agencyForm(key);
  return [...years.values()].map(({ event }) => ({
    agency,
    level: levelOf(agency, agencies),
    year: event.year,
    approved: event.approved,
    filled: event.filled,
    aggregate_key: key,
  }));
}

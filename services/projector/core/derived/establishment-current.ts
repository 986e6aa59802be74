/** Rows of `establishment_current`: what was approved for an agency, year by year. */
import type { DerivedRowOf } from '#schemas/read-models/derived-tables.ts';
import { levelOf } from '#shared/indicators/agency-level.ts';
import { foldEstablishment } from '#shared/once-only/establishment.ts';
import type { Placed } from '#shared/once-only/order.ts';
import { agencyForm, type Ground } from './ground.ts';

export function establishmentCurrent(
  key: string,
  standing: readonly Placed[],
  { agencies }: Ground,
): DerivedRowOf<'establishment_current'>[] {
  const agency = agencyForm(key);
  return foldEstablishment(standing).map(({ year, approved, filled }) => ({
    agency,
    level: levelOf(agency, agencies),
    year,
    approved,
    filled: filled ?? null,
    aggregate_key: key,
  }));
}

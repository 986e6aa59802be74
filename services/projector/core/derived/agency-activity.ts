/** Rows of `agency_activity`: on which days what an agency stated about this aggregate was recorded. */
import type { DerivedRowOf } from '#schemas/read-models/derived-tables.ts';
import type { Fact } from '#shared/pure/fact.ts';
import { dayOf } from '#shared/pure/time.ts';
import { agencyForm } from './ground.ts';

/** Every accepted fact counts, also one that no longer stands. */
export function agencyActivity(key: string, facts: readonly Fact[]): DerivedRowOf<'agency_activity'>[] {
  const days = new Map<string, Set<string>>();
  for (const { event } of facts) {
    const agency = agencyForm(event.agency);
    days.set(agency, (days.get(agency) ?? new Set<string>()).add(dayOf(event.recordedAt)));
  }
  return [...days].map(([agency, recorded]) => {
    const recordedOn = [...recorded].sort();
    return {
      aggregate_key: key,
      agency,
      last_recorded_on: recordedOn.at(-1) ?? '',
      recorded_on: recordedOn,
    };
  });
}

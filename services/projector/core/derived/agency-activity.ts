/** Rows of `agency_activity`: on which days what an agency stated about this aggregate was recorded. */
import type { DerivedRowOf } from '#schemas/read-models/derived-tables.ts';
import type { Fact } from '#shared/pure/fact.ts';
import { dayOf } from '#shared/pure/time.ts';
import { agencyForm } from './ground.ts';

/** Every accepted fact counts, also one that no longer stands. */
export function agencyActivity(key: string, facts: readonly Fact[]): DerivedRowOf<'agency_activity'>[] {
  const instants = new Map<string, number[]>();
  for (const { event } of facts) {
    const known = instants.get(event.agency);
    if (known === undefined) instants.set(event.agency, [event.recordedAt]);
    else known.push(event.recordedAt);
  }
  const days = new Map<string, Set<string>>();
  for (const [agency, recorded] of instants) {
    const form = agencyForm(agency);
    const known = days.get(form) ?? new Set<string>();
    days.set(form, known);
    for (const at of firstOfEachHour(recorded)) known.add(dayOf(at));
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

const HOUR_MS = 3_600_000;

/** Facts come in bursts, and to name a day costs more than all else here. Days begin on the hour. */
function firstOfEachHour(instants: readonly number[]): readonly number[] {
  const first = new Map<number, number>();
  for (const at of instants) first.set(Math.floor(at / HOUR_MS), at);
  return [...first.values()];
}

/** The row of a work file in `work_file_current`. */
import type { DerivedRowOf } from '#schemas/read-models/derived-tables.ts';
import { levelOf } from '#shared/indicators/agency-level.ts';
import type { Placed } from '#shared/once-only/order.ts';
import { isFactOf } from '#shared/pure/fact.ts';
import { dayOf } from '#shared/pure/time.ts';
import { agencyForm, type Ground } from './ground.ts';

/** Secret if any statement says so; processed online if the last closing does. */
export function workFileCurrent(
  code: string,
  standing: readonly Placed[],
  { agencies }: Ground,
): DerivedRowOf<'work_file_current'> | undefined {
  const [first] = standing;
  if (first === undefined) return undefined;
  const opened = standing.find(({ fact }) => isFactOf(fact, 'WorkFileOpened')) ?? first;
  const closings = standing.filter(({ fact }) => isFactOf(fact, 'WorkFileClosed'));
  const closed = closings.at(-1);
  const agency = agencyForm(opened.fact.event.agency);
  return {
    work_file_code: code,
    agency,
    level: levelOf(agency, agencies),
    opened_on: dayOf(opened.place.at),
    closed_on: closed === undefined ? null : dayOf(closed.place.at),
    secret: standing.some(
      ({ fact }) => isFactOf(fact, 'WorkFileOpened', 'WorkFileClosed') && fact.event.secret,
    ),
    processed_online:
      closed !== undefined && isFactOf(closed.fact, 'WorkFileClosed') && closed.fact.event.processedOnline,
  };
}

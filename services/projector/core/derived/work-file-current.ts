/** The row of a work file in `work_file_current`. */
import type { DerivedRowOf } from '#schemas/read-models/derived-tables.ts';
import { levelOf } from '#shared/indicators/agency-level.ts';
import type { Placed } from '#shared/once-only/order.ts';
import { foldWorkFile } from '#shared/once-only/work-file.ts';
import { dayOf } from '#shared/pure/time.ts';
import { agencyForm, type Ground } from './ground.ts';

export function workFileCurrent(
  code: string,
  standing: readonly Placed[],
  { agencies }: Ground,
): DerivedRowOf<'work_file_current'> | undefined {
  const workFile = foldWorkFile(code, standing);
  if (workFile === undefined) return undefined;
  const agency = agencyForm(workFile.agency);
  return {
    work_file_code: code,
    agency,
    level: levelOf(agency, agencies),
    opened_on: dayOf(workFile.openedAt),
    closed_on: workFile.closedAt === undefined ? null : dayOf(workFile.closedAt),
    secret: workFile.secret,
    processed_online: workFile.processedOnline,
  };
}

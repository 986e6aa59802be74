/**
 * A personnel record as facts: a snapshot of one civil servant (rules.md 7). Its sender is the root of `unit`, the
 * province or ministry whose personnel system sends it: so a move from one of its units to another is a change of
 * the same record, not a second one beside it.
 */
import type { FactDraft } from '#shared/pure/draft.ts';
import type { HubKey } from '#shared/pure/hub-key.ts';
import { snapshotDrafts } from '#shared/pure/snapshot.ts';
import { type Instant, startOfDay } from '#shared/pure/time.ts';
import type { PersonnelRecord } from './record.ts';
import { sectionsOf } from './statements.ts';

export const DOOR = 'records';

/** Facts in the order of the sections, SnapshotStated last. `recordedAt` is the door's clock. */
export function translateRecord(
  record: PersonnelRecord,
  hubKey: HubKey,
  recordedAt: Instant,
): readonly FactDraft[] {
  return snapshotDrafts(hubKey, {
    type: 'vn.gov.civil-servants.snapshot-stated.v1',
    sender: record.unit.split('.', 1)[0] ?? record.unit,
    door: DOOR,
    aggregate: record.code,
    recordedAt,
    actualAt: actualDate(record, recordedAt),
    sections: sectionsOf(record),
  });
}

/** asOf, else the greatest `from` that is not after `recordedAt`, else the recruitment. */
export function actualDate(record: PersonnelRecord, recordedAt: Instant): Instant {
  if (record.asOf !== undefined) return record.asOf;
  const { positions = [], leaves = [], salaryRecords = [], contracts = [] } = record;
  return [...positions, ...leaves, ...salaryRecords, ...contracts]
    .map(({ from }) => startOfDay(from))
    .filter((start) => start <= recordedAt)
    .reduce((latest, start) => Math.max(latest, start), startOfDay(record.recruitedOn));
}

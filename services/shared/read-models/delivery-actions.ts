/** Who did what to which projection: written in the transaction that does it. */
import type { GroupName } from '#schemas/read-models/groups.ts';
import { type Queryable, sql } from '#shared/postgres/pool.ts';

export type ActionName =
  | 'PAUSED'
  | 'RESUMED'
  | 'HALTED'
  | 'REBUILD_ASKED'
  | 'REBUILD_CANCELLED'
  | 'SWAPPED'
  | 'ROLLED_BACK'
  | 'EARLIER_DROPPED'
  | 'DISCARDED';

export interface DeliveryAction {
  readonly action: ActionName;
  readonly group: GroupName;
  /** Who did it, as far as it was said. */
  readonly by?: string | undefined;
  readonly generation?: number | undefined;
  readonly detail?: string | undefined;
}

export async function noteAction(on: Queryable, noted: DeliveryAction): Promise<void> {
  const { action, group, by, generation, detail } = noted;
  await on.query(sql`
    insert into records.delivery_action (done_by, action, projection, generation, detail)
    values (${by ?? null}, ${action}, ${group}, ${generation ?? null}, ${detail ?? null})`);
}

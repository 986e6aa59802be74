/** Pausing, resuming and halting a projection: decisions in `records`, which projectors follow within a second. */
import type { GroupName } from '#schemas/read-models/groups.ts';
import { type Pool, sql, type Transaction, transaction } from '#shared/postgres/pool.ts';
import { noteAction } from './delivery-actions.ts';
import { DeliveryRefusal } from './refusal.ts';

export interface Decision {
  readonly group: GroupName;
  readonly by: string | undefined;
}

/** Again: the first pause stands. */
export async function pauseProjection(
  pool: Pool,
  { group, by, reason }: Decision & { readonly reason: string | undefined },
): Promise<void> {
  await transaction(pool, async (tx) => {
    const paused = await tx.query(sql`
      update records.projection set paused_at = now(), paused_by = ${by ?? null}, pause_reason = ${reason ?? null}
      where name = ${group} and paused_at is null
      returning 1 as paused`);
    if (paused.length === 0) await requireProjection(tx, group);
    else await noteAction(tx, { action: 'PAUSED', group, by, detail: reason });
  });
}

/** For how long an operator's word that so many failures are bad data holds. */
const ACCEPTED_MINUTES = 60;

/**
 * Ends a pause and a halt. `failuresMax`: so many permanent failures a minute are bad data, not a fault of the
 * program: for an hour they become dead letters without halting the projection again.
 */
export async function resumeProjection(
  pool: Pool,
  { group, by, failuresMax }: Decision & { readonly failuresMax: number | undefined },
): Promise<void> {
  await transaction(pool, async (tx) => {
    await requireProjection(tx, group);
    await tx.query(sql`
      update records.projection
      set paused_at = null, paused_by = null, pause_reason = null,
        halted_at = null, halt_code = null, halt_reason = null,
        failures_max = ${failuresMax ?? null}::int,
        failures_max_until = case when ${failuresMax ?? null}::int is not null
          then now() + ${ACCEPTED_MINUTES} * interval '1 minute' end
      where name = ${group}`);
    const detail = failuresMax === undefined ? undefined : `failuresMax ${failuresMax}`;
    await noteAction(tx, { action: 'RESUMED', group, by, detail });
  });
}

/** Told by a projector whose delivery has halted. Again: the first halt stands. */
export async function haltProjection(
  pool: Pool,
  { group, code, reason }: { readonly group: GroupName; readonly code: string; readonly reason: string },
): Promise<void> {
  await transaction(pool, async (tx) => {
    const halted = await tx.query(sql`
      update records.projection set halted_at = now(), halt_code = ${code}, halt_reason = ${reason}
      where name = ${group} and halted_at is null
      returning 1 as halted`);
    if (halted.length > 0)
      await noteAction(tx, { action: 'HALTED', group, by: 'projector', detail: `${code}: ${reason}` });
  });
}

async function requireProjection(tx: Transaction, group: GroupName): Promise<void> {
  const [row] = await tx.query(sql`select from records.projection where name = ${group} for update`);
  if (row === undefined)
    throw new DeliveryRefusal(
      'NOT_MIGRATED',
      `there are no read models of ${group} yet: run npm run migrate`,
    );
}

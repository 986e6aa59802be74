/** What `/readyz` and the figures say of a group. */
import type { ReadinessAnswer } from '#shared/http/readiness.ts';
import type { PartitionProgress } from '#shared/kafka/session.ts';
import type { GroupDelivery } from './group-delivery.ts';

/** A sentence when the group makes no progress; a note when an operator wants none; undefined when all is well. */
export function healthOf(group: GroupDelivery | undefined): ReadinessAnswer {
  if (group === undefined) return 'waits for the migration, or for the catalogue and the registry to be read';
  const { wanted, delivery } = group.status();
  if (wanted.halt !== undefined) return `halted until an operator resumes it: ${wanted.halt}`;
  if (delivery === undefined) return 'delivery is about to start';
  const { ready, state, reason, stalled, partitions } = delivery;
  if (stalled) return 'records wait, but the position does not move';
  if (!ready) return reason ?? `delivery is ${state.toLowerCase()}`;
  return wanted.isPaused ? { note: `paused by an operator, ${waiting(partitions)} records wait` } : undefined;
}

function waiting(partitions: readonly PartitionProgress[]): number {
  return partitions.reduce((sum, { nextOffset, endOffset }) => sum + Math.max(0, endOffset - nextOffset), 0);
}

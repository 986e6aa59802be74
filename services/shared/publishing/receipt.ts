/** What a sender gets for a fact: where it stands in the log. */
import { formatPosition } from '#shared/pure/fact.ts';
import { formatInstant, type Instant } from '#shared/pure/time.ts';

/** Says that an event is in the log, and where. */
export interface Receipt {
  readonly id: string;
  readonly source: string;
  readonly status: 'ACCEPTED';
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** `topic/partition/offset`, which the portal's `minPosition` takes. */
  readonly position: string;
  /** RFC 3339. */
  readonly recordedAt: string;
}

/** The receipt of a fact that stands at a place of the log. */
export function receiptOf(
  fact: { readonly id: string; readonly source: string; readonly recordedAt: Instant },
  place: { readonly topic: string; readonly partition: number; readonly offset: number },
): Receipt {
  const { topic, partition, offset } = place;
  return {
    id: fact.id,
    source: fact.source,
    status: 'ACCEPTED',
    topic,
    partition,
    offset,
    position: formatPosition({ topic, partition, offset: String(offset) }),
    recordedAt: formatInstant(fact.recordedAt),
  };
}

/** The hub's topics as this hub names them, and which of them read models are fed from. */
import { GROUP_NAMES, GROUPS } from '#schemas/read-models/groups.ts';
import { TOPICS } from '#schemas/topics.ts';
import type { AwaitableTopics } from '../core/awaited-positions.ts';

/** `topicPrefix` as in TOPIC_PREFIX. */
export function awaitableTopics(topicPrefix: string): AwaitableTopics {
  const projected = new Set<string>(GROUP_NAMES.map((group) => GROUPS[group].topic));
  return new Map(
    Object.entries(TOPICS).map(([name, { partitions }]) => [
      topicPrefix + name,
      { partitions, projected: projected.has(name) },
    ]),
  );
}

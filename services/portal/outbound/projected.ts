/** Whether the read models are far enough for answers: without the catalogue and the agencies every one is wrong. */
import { GROUPS } from '#schemas/read-models/groups.ts';
import { ProblemError } from '#shared/http/problems.ts';
import type { LogEnds } from '#shared/pure/freshness.ts';
import type { WorldReader } from '#shared/reading/reading.ts';

/** A sentence that says what is missing; undefined when questions can be answered. */
export async function whatIsNotProjected(
  worlds: WorldReader,
  topicPrefix: string,
  logEnds: LogEnds | undefined,
): Promise<string | undefined> {
  try {
    const { freshness } = await worlds.registry();
    const first = new Set([topicPrefix + GROUPS.procedures.topic, topicPrefix + GROUPS.agencies.topic]);
    const reached = new Map(
      freshness.positions.map((one) => [`${one.topic}/${one.partition}`, one.nextOffset]),
    );
    const behind = (logEnds?.ends ?? []).some(
      ({ topic, partition, end }) => first.has(topic) && (reached.get(`${topic}/${partition}`) ?? 0) < end,
    );
    return behind ? 'the catalogue or the agencies are not projected to their end' : undefined;
  } catch (error) {
    if (error instanceof ProblemError) return 'the catalogue or the agencies are not projected yet';
    return 'the database does not answer, or the migration is not done';
  }
}

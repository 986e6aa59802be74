/** What PostgreSQL and Kafka say of the projections, at the moment of asking. */
import { GROUP_NAMES, GROUPS, type GroupName } from '#schemas/read-models/groups.ts';
import { type Queryable, sql } from '#shared/postgres/pool.ts';
import type { LogEnds } from '#shared/pure/freshness.ts';
import { type Generation, generationStates, tableOf } from '#shared/read-models/generation.ts';
import { type NextOffsets, readNextOffsets } from '#shared/read-models/generation-positions.ts';
import { type ProjectionRecord, readProjections } from '#shared/read-models/projection-records.ts';
import { rebuildProgress } from '#shared/read-models/rebuild-progress.ts';
import type { Pace } from '../core/pace.ts';
import type { ProjectionFound, RebuildFound } from '../core/projection-view.ts';

export interface FigureParts {
  readonly on: Queryable;
  readonly topicPrefix: string;
  readonly logEnds: () => LogEnds | undefined;
  readonly pace: Pace;
  readonly now: () => number;
}

/** Every projection, or one; in the order in which they are fed. */
export async function findProjections(
  parts: FigureParts,
  only?: GroupName,
): Promise<readonly ProjectionFound[]> {
  const records = await readProjections(parts.on);
  const found: ProjectionFound[] = [];
  for (const group of only === undefined ? GROUP_NAMES : [only]) {
    const record = records.get(group);
    if (record !== undefined) found.push(await figuresOf(parts, record));
  }
  return found;
}

async function figuresOf(parts: FigureParts, record: ProjectionRecord): Promise<ProjectionFound> {
  const { group, live, earlier, pause, halt, failuresMax } = record;
  const topic = parts.topicPrefix + GROUPS[group].topic;
  const ends = endsOf(parts.logEnds(), topic);
  const generation = { group, number: live };
  const positions = await positionsOf(parts.on, generation);
  return {
    name: group,
    topic,
    generation: live,
    earlier,
    pause,
    halt,
    failuresMax,
    positions,
    ends,
    perSecond: paceOf(parts, generation, positions),
    openLetters: positions === undefined ? undefined : await countLetters(parts.on, generation),
    rebuild: await rebuildOf(parts, record, ends ?? new Map<number, number>()),
  };
}

async function rebuildOf(
  parts: FigureParts,
  { group, live, rebuild }: ProjectionRecord,
  ends: NextOffsets,
): Promise<RebuildFound | undefined> {
  if (rebuild === undefined) return undefined;
  const built = { group, number: rebuild.generation };
  const positions = await positionsOf(parts.on, built);
  if (positions === undefined)
    return { ...rebuild, positions, targets: new Map(), behind: 0, unevaluated: 0, perSecond: undefined };
  const progress = await rebuildProgress(parts.on, group, { live, built: built.number }, ends);
  return { ...rebuild, ...progress, perSecond: paceOf(parts, built, progress.positions) };
}

/** Undefined where the tables are gone. */
async function positionsOf(on: Queryable, generation: Generation): Promise<NextOffsets | undefined> {
  const [state] = await generationStates(on, [generation]);
  return state === 'GONE' ? undefined : readNextOffsets(on, generation);
}

async function countLetters(on: Queryable, generation: Generation): Promise<number> {
  const [row] = await on.query<{ count: number }>(sql`
    select count(*)::int as count from ${tableOf(generation, 'dead_letter')} letter
    where not exists (
      select from records.discarded_dead_letter discarded
      where (discarded.topic, discarded.partition, discarded.record_offset)
        = (letter.topic, letter.partition, letter.record_offset))`);
  return row?.count ?? 0;
}

function paceOf(
  { pace, now }: FigureParts,
  { group, number }: Generation,
  positions: NextOffsets | undefined,
): number | undefined {
  if (positions === undefined) return undefined;
  const kept = [...positions.values()].reduce((sum, next) => sum + next, 0);
  return pace.note(`${group} ${number}`, kept, now());
}

function endsOf(logEnds: LogEnds | undefined, topic: string): NextOffsets | undefined {
  const ends = logEnds?.ends.filter((one) => one.topic === topic);
  return ends === undefined ? undefined : new Map(ends.map(({ partition, end }) => [partition, end]));
}

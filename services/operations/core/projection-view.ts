/** A projection as operators see it: which generation answers, what is wanted of it, how far it is. */
import type { GroupName } from '#schemas/read-models/groups.ts';
import { secondsToCatchUp } from './pace.ts';

type NextOffsets = ReadonlyMap<number, number>;

/** What was found of one projection. */
export interface ProjectionFound {
  readonly name: GroupName;
  readonly topic: string;
  readonly generation: number;
  readonly earlier: number | undefined;
  readonly pause:
    | { readonly since: Date; readonly by: string | undefined; readonly reason: string | undefined }
    | undefined;
  readonly halt: { readonly since: Date; readonly code: string; readonly reason: string } | undefined;
  readonly failuresMax: number | undefined;
  /** Undefined where the live tables are gone. */
  readonly positions: NextOffsets | undefined;
  /** Where the log ends; undefined while Kafka has not answered yet. */
  readonly ends: NextOffsets | undefined;
  readonly perSecond: number | undefined;
  readonly openLetters: number | undefined;
  readonly rebuild: RebuildFound | undefined;
}

export interface RebuildFound {
  readonly generation: number;
  readonly askedAt: Date;
  readonly askedBy: string | undefined;
  readonly automatic: boolean;
  readonly note: string | undefined;
  /** Undefined where its tables are gone. */
  readonly positions: NextOffsets | undefined;
  /** Where it must come to, as things stand. */
  readonly targets: NextOffsets;
  readonly behind: number;
  readonly unevaluated: number;
  readonly perSecond: number | undefined;
}

export type RebuildState = 'REBUILDING' | 'READY_TO_SWAP' | 'GONE';
/** GONE: the live tables are not there, nobody answers from them until a rebuild is swapped in. */
export type ProjectionState = 'LIVE' | 'PAUSED' | 'HALTED' | RebuildState;

/** The document of `GET /v1/projections/{name}`. */
export function viewProjection(found: ProjectionFound): Readonly<Record<string, unknown>> {
  const { name, topic, generation, earlier, pause, halt, failuresMax, openLetters, rebuild } = found;
  const behind = behindEnds(found);
  const seconds = behind === undefined ? undefined : secondsToCatchUp(behind, found.perSecond);
  return {
    name,
    topic,
    state: stateOf(found),
    generation,
    ...(earlier !== undefined && { earlierGeneration: earlier }),
    ...(pause !== undefined && { paused: present({ ...pause, since: pause.since.toISOString() }) }),
    ...(halt !== undefined && { halted: { ...halt, since: halt.since.toISOString() } }),
    ...(failuresMax !== undefined && { failuresMax }),
    ...(openLetters !== undefined && { openDeadLetters: openLetters }),
    ...(behind !== undefined && { behind }),
    ...(seconds !== undefined && { secondsToCatchUp: seconds }),
    partitions: partitionsOf(found.positions, found.ends, undefined),
    ...(rebuild !== undefined && { rebuild: viewRebuild(rebuild, found.ends) }),
  };
}

function stateOf({ positions, halt, pause, rebuild }: ProjectionFound): ProjectionState {
  if (positions === undefined) return 'GONE';
  if (halt !== undefined) return 'HALTED';
  if (pause !== undefined) return 'PAUSED';
  return rebuild === undefined ? 'LIVE' : rebuildStateOf(rebuild);
}

function rebuildStateOf({ positions, behind, unevaluated }: RebuildFound): RebuildState {
  if (positions === undefined) return 'GONE';
  return behind === 0 && unevaluated === 0 ? 'READY_TO_SWAP' : 'REBUILDING';
}

function viewRebuild(
  rebuild: RebuildFound,
  ends: NextOffsets | undefined,
): Readonly<Record<string, unknown>> {
  const { generation, askedAt, askedBy, automatic, note, positions, targets, behind, unevaluated } = rebuild;
  return present({
    generation,
    state: rebuildStateOf(rebuild),
    askedAt: askedAt.toISOString(),
    askedBy,
    automatic,
    note,
    behind,
    unevaluated,
    secondsToCatchUp: secondsToCatchUp(behind, rebuild.perSecond),
    partitions: partitionsOf(positions, ends, targets),
  });
}

function behindEnds({ positions, ends }: ProjectionFound): number | undefined {
  if (positions === undefined || ends === undefined) return undefined;
  return [...ends].reduce(
    (sum, [partition, end]) => sum + Math.max(0, end - (positions.get(partition) ?? 0)),
    0,
  );
}

function partitionsOf(
  positions: NextOffsets | undefined,
  ends: NextOffsets | undefined,
  targets: NextOffsets | undefined,
): readonly Readonly<Record<string, unknown>>[] {
  const partitions = new Set([...(ends?.keys() ?? []), ...(positions?.keys() ?? [])]);
  return [...partitions]
    .toSorted((left, right) => left - right)
    .map((partition) =>
      present({
        partition,
        position: positions?.get(partition) ?? 0,
        target: targets?.get(partition),
        end: ends?.get(partition),
      }),
    );
}

function present(members: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

/** What `records.projection` says of every projection: which generations there are, and what operators want of them. */
import { type GroupName, isGroupName } from '#schemas/read-models/groups.ts';
import { type Queryable, sql } from '#shared/postgres/pool.ts';

export interface Pause {
  readonly since: Date;
  readonly by: string | undefined;
  readonly reason: string | undefined;
}

export interface Halt {
  readonly since: Date;
  readonly code: string;
  readonly reason: string;
}

export interface RebuildRecord {
  readonly generation: number;
  readonly askedAt: Date;
  readonly askedBy: string | undefined;
  /** Takes the live one's place by itself. */
  readonly automatic: boolean;
  /** What holds it up. */
  readonly note: string | undefined;
}

export interface ProjectionRecord {
  readonly group: GroupName;
  readonly live: number;
  /** The generation that answered before, where it is kept. */
  readonly earlier: number | undefined;
  readonly pause: Pause | undefined;
  readonly halt: Halt | undefined;
  readonly rebuild: RebuildRecord | undefined;
  /** Permanent failures a minute that an operator accepts at the moment; undefined: the projector's own limit. */
  readonly failuresMax: number | undefined;
}

export type ProjectionRecords = ReadonlyMap<GroupName, ProjectionRecord>;

interface Row {
  readonly name: string;
  readonly live_generation: number;
  readonly earlier_generation: number | null;
  readonly building_generation: number | null;
  readonly rebuild_asked_at: Date | null;
  readonly rebuild_asked_by: string | null;
  readonly rebuild_automatic: boolean;
  readonly rebuild_note: string | null;
  readonly paused_at: Date | null;
  readonly paused_by: string | null;
  readonly pause_reason: string | null;
  readonly halted_at: Date | null;
  readonly halt_code: string | null;
  readonly halt_reason: string | null;
  readonly failures_max: number | null;
}

/** Every projection that has read models. */
export async function readProjections(on: Queryable): Promise<ProjectionRecords> {
  const rows = await on.query<Row>(sql`
    select name, live_generation, earlier_generation, building_generation,
      rebuild_asked_at, rebuild_asked_by, rebuild_automatic, rebuild_note,
      paused_at, paused_by, pause_reason, halted_at, halt_code, halt_reason,
      case when failures_max_until > now() then failures_max end as failures_max
    from records.projection`);
  const records = new Map<GroupName, ProjectionRecord>();
  for (const row of rows) if (isGroupName(row.name)) records.set(row.name, recordOf(row.name, row));
  return records;
}

function recordOf(group: GroupName, row: Row): ProjectionRecord {
  return {
    group,
    live: row.live_generation,
    earlier: row.earlier_generation ?? undefined,
    pause:
      row.paused_at === null
        ? undefined
        : { since: row.paused_at, by: row.paused_by ?? undefined, reason: row.pause_reason ?? undefined },
    halt:
      row.halted_at === null
        ? undefined
        : { since: row.halted_at, code: row.halt_code ?? '', reason: row.halt_reason ?? '' },
    rebuild:
      row.building_generation === null
        ? undefined
        : {
            generation: row.building_generation,
            askedAt: row.rebuild_asked_at ?? new Date(0),
            askedBy: row.rebuild_asked_by ?? undefined,
            automatic: row.rebuild_automatic,
            note: row.rebuild_note ?? undefined,
          },
    failuresMax: row.failures_max ?? undefined,
  };
}

// Derived tables of a test's own: facts are kept by the projector's own store, and evaluated when the test says so.

import { GROUPS, type GroupName } from '#schemas/read-models/groups.ts';
import { createEventDecoder } from '#shared/avro/event-decoder.ts';
import { createSchemaRegistryClient } from '#shared/avro/registry-client.ts';
import { type LogRecord, recordHash } from '#shared/kafka/delivery.ts';
import { sql } from '#shared/postgres/pool.ts';
import type { Generation } from '#shared/read-models/generation.ts';
import { FactReader } from '#shared/reading/fact-rows.ts';
import { keptValues } from '#shared/reading/kept-values.ts';
import { KnownRegistry } from '#shared/reading/known-registry.ts';
import { PROJECTIONS } from '../../services/projector/core/projections.ts';
import { createBatchHandler } from '../../services/projector/inbound/batch-handler.ts';
import { evaluateLane } from '../../services/projector/outbound/derived-evaluation.ts';
import { waitingLanes } from '../../services/projector/outbound/derived-marks.ts';
import { spreadRegistry } from '../../services/projector/outbound/derived-spread.ts';
import { createStore } from '../../services/projector/outbound/store.ts';
import { published, registered, type Stated } from './evaluator-facts.ts';
import { type Hub, startHub } from './hub.ts';

export const DOSSIERS: Generation = { group: 'dossiers', number: 1 };

export type EvaluatorRoom = Awaited<ReturnType<typeof openEvaluatorRoom>>;

/** Opens it with a catalogue and an agency; `close` in `afterAll`. */
export async function openEvaluatorRoom() {
  const hub = await startHub();
  const keep = keeper(hub);
  await keep('procedures', [['1.004873', published()]]);
  await keep('agencies', [['H44.150', registered('H44.150', 'COMMUNE')]]);
  return {
    hub,
    keep,
    evaluators: () => evaluatorsOf(hub),
    close: () => hub.stop(),
  };
}

/** Keeps facts as the projector does, without a broker between. */
function keeper(hub: Hub) {
  const decode = createEventDecoder(createSchemaRegistryClient({ url: hub.config.schemaRegistryUrl }));
  const observer = { kept: () => undefined, fenced: () => undefined, passed: () => undefined };
  const next = new Map<GroupName, number>();
  return async (group: GroupName, facts: readonly Stated[]): Promise<void> => {
    const store = createStore({ pool: hub.pool, group, generation: 1, deadLettersPerMinuteMax: undefined });
    const handle = createBatchHandler({ decode, projection: PROJECTIONS[group], keep: store.keep, observer });
    const first = next.get(group) ?? 0;
    next.set(group, first + facts.length);
    const records = await Promise.all(
      facts.map(async ([key, said], index): Promise<LogRecord> => {
        const { value } = await hub.record(group, key, said);
        return {
          topic: hub.topicOf(group),
          partition: 0,
          offset: first + index,
          timestamp: said.recordedAt,
          key: Buffer.from(key),
          value: Buffer.from(value ?? ''),
          headers: {},
        };
      }),
    );
    const last = records.at(-1);
    if (last === undefined) return;
    const { topic, partition } = last;
    const outcome = await handle({
      topic,
      partition,
      expectedOffset: first,
      nextOffset: last.offset + 1,
      lastRecordHash: recordHash(last),
      records,
    });
    if (outcome !== 'advanced') throw new Error(`a batch of ${group} was ${outcome}`);
  };
}

/** The evaluator of one projector; `facts` may be watched or held up. */
export function evaluatorsOf(hub: Hub) {
  const { pool, config } = hub;
  const facts = new FactReader(decoder(hub), config.topicPrefix);
  const parts = { pool, facts, registry: new KnownRegistry(facts) };

  async function evaluate(generation: Generation, reader: FactReader = facts): Promise<number> {
    let evaluated = 0;
    for (const lane of await waitingLanes(pool, generation)) {
      const done = await evaluateLane({ ...parts, facts: reader }, generation, {
        lane,
        after: '',
        failed: new Map(),
      });
      evaluated += done.evaluated;
    }
    return evaluated;
  }

  return {
    facts,
    /** Marks what changes of the registry touch. */
    spread: (generation: Generation): Promise<number> => spreadRegistry(pool, facts, generation),
    /** One batch of every lane. */
    evaluate,
    /** Until nothing is marked. */
    async settle(generation: Generation): Promise<void> {
      await spreadRegistry(pool, facts, generation);
      while ((await evaluate(generation)) > 0);
    },
  };
}

/** Every row of the derived tables of a group, as text in order. */
export async function derivedTables(
  hub: Hub,
  group: GroupName,
  number = 1,
): Promise<Record<string, string[]>> {
  const tables: Record<string, string[]> = {};
  for (const table of GROUPS[group].derivedTables) {
    const rows = await hub.pool.query<{ row: string }>(sql`
      select to_jsonb(t)::text as row from ${sql.ident(`read_${group}_${number}`, table)} t order by 1`);
    tables[table] = rows.map(({ row }) => row);
  }
  return tables;
}

export interface Row {
  readonly state: string | null;
  readonly outcome: string;
  readonly level: string | null;
  readonly conflict: boolean;
}

/** The row of a dossier; undefined where it has none. */
export async function rowOf({ pool }: Hub, code: string): Promise<Row | undefined> {
  const [found] = await pool.query<Row>(sql`
    select state, outcome, level, conflict from read.dossier_current where dossier_code = ${code}`);
  return found;
}

/** Evidences on the list of unmapped papers. */
export async function unmappedIn({ pool }: Hub): Promise<readonly string[]> {
  const rows = await pool.query<{ evidence: string }>(
    sql`select distinct evidence from read.unmapped_paper order by 1`,
  );
  return rows.map(({ evidence }) => evidence);
}

/** Dossiers that wait to be evaluated. */
export async function marksIn({ pool }: Hub): Promise<readonly string[]> {
  const rows = await pool.query<{ aggregate_key: string }>(
    sql`select aggregate_key from read.dirty where projection = 'dossiers' order by 1`,
  );
  return rows.map(({ aggregate_key }) => aggregate_key);
}

/** A reader that does something after the facts of an aggregate were read, before they are folded. */
export class HeldUpReader extends FactReader {
  readonly #does: () => Promise<void>;

  constructor(hub: Hub, does: () => Promise<void>) {
    super(decoder(hub), hub.config.topicPrefix);
    this.#does = does;
  }

  override async facts(rows: Parameters<FactReader['facts']>[0]): ReturnType<FactReader['facts']> {
    const read = await super.facts(rows);
    await this.#does();
    return read;
  }
}

function decoder({ config }: Hub): ConstructorParameters<typeof FactReader>[0] {
  return keptValues(createEventDecoder(createSchemaRegistryClient({ url: config.schemaRegistryUrl })));
}

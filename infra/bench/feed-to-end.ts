/**
 * A process that feeds an empty generation from the beginning of the rebuild's log to its end, as the projector feeds a
 * live one or as it feeds a rebuild, then says what it took.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { createLanes } from '#services/projector/app.ts';
import { feedGeneration } from '#services/projector/inbound/feed-generation.ts';
import { createStore } from '#services/projector/outbound/store.ts';
import { createEventDecoder } from '#shared/avro/event-decoder.ts';
import { createSchemaRegistryClient } from '#shared/avro/registry-client.ts';
import { boundGarbage } from '#shared/memory/bounded-garbage.ts';
import { createPool, sql } from '#shared/postgres/pool.ts';
import { tableOf } from '#shared/read-models/generation.ts';
import { readNextOffsets } from '#shared/read-models/generation-positions.ts';
import { createLogger } from '#shared/telemetry/logger.ts';
import { emptyGeneration, GROUP } from './projecting.ts';
import type { Fed } from './rebuild-and-steady.ts';
import { REBUILD_PREFIX, recordsInRebuildLog } from './rebuild-log.ts';

const LOOK_MS = 10;

boundGarbage({ percentMax: 50 });

const [mode = ''] = process.argv.slice(2);
const { KAFKA_BROKERS = '', DATABASE_URL = '', SCHEMA_REGISTRY_URL = '' } = process.env;
const brokers = KAFKA_BROKERS.split(',');
const logger = createLogger({ name: 'bench', level: 'silent' });
const connection = { brokers, clientId: 'bench', logger };
const pool = createPool({ url: DATABASE_URL, applicationName: 'bench', size: 8 });
const generation = await emptyGeneration(pool);
const expected = await recordsInRebuildLog(connection);

function feedLive(): { stop: () => Promise<void> } {
  return feedGeneration({
    ...connection,
    topicPrefix: REBUILD_PREFIX,
    group: GROUP,
    generation: generation.number,
    store: createStore({
      pool,
      group: GROUP,
      generation: generation.number,
      deadLettersPerMinuteMax: undefined,
    }),
    decode: createEventDecoder(createSchemaRegistryClient({ url: SCHEMA_REGISTRY_URL })),
    observer: { kept() {}, fenced() {}, passed() {} },
    isPaused: false,
  });
}

function feedRebuild(): { stop: () => Promise<void> } {
  const lanes = createLanes({
    brokers,
    databaseUrl: DATABASE_URL,
    schemaRegistryUrl: SCHEMA_REGISTRY_URL,
    topicPrefix: REBUILD_PREFIX,
    logLevel: 'silent',
  });
  return lanes.feed(GROUP, generation.number);
}

async function kept(): Promise<number> {
  const next = await readNextOffsets(pool, generation);
  return [...next.values()].reduce((sum, offset) => sum + offset, 0);
}

async function keptOnceAtLeast(records: number): Promise<number> {
  for (;;) {
    const now = await kept();
    if (now >= records) return now;
    await delay(LOOK_MS);
  }
}

const feed = mode === 'rebuild' ? feedRebuild() : feedLive();
// Joining the group is no work on records, on neither side.
const first = await keptOnceAtLeast(1);
const startedAt = performance.now();
const cpuBefore = process.cpuUsage();
const last = await keptOnceAtLeast(expected);
const { user, system } = process.cpuUsage(cpuBefore);
const fed: Fed = {
  records: last,
  measured: last - first,
  milliseconds: performance.now() - startedAt,
  cpu: user + system,
  bytes: process.resourceUsage().maxRSS * 1024,
};
await feed.stop();
const [letters] = await pool.query<{ count: number }>(
  sql`select count(*)::int as count from ${tableOf(generation, 'dead_letter')}`,
);
if (letters?.count !== 0) throw new Error(`${letters?.count} records became dead letters`);
await pool.dispose();
process.stdout.write(JSON.stringify(fed));

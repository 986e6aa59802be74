/** A process that feeds an empty generation from the beginning of the dossier topic to its end, then says what it took. */
import { setTimeout as delay } from 'node:timers/promises';
import { feedGeneration } from '#services/projector/inbound/feed-generation.ts';
import { createStore } from '#services/projector/outbound/store.ts';
import { createEventDecoder } from '#shared/avro/event-decoder.ts';
import { createSchemaRegistryClient } from '#shared/avro/registry-client.ts';
import { createPool } from '#shared/postgres/pool.ts';
import { readNextOffsets } from '#shared/read-models/generation-positions.ts';
import { createLogger } from '#shared/telemetry/logger.ts';
import { recordsIn } from './dossier-log.ts';
import { emptyGeneration, GROUP } from './projecting.ts';
import type { Fed } from './rebuild-and-steady.ts';

const LOOK_MS = 10;

const [mode = ''] = process.argv.slice(2);
const isRebuild = mode === 'rebuild';
const { KAFKA_BROKERS = '', DATABASE_URL = '', SCHEMA_REGISTRY_URL = '' } = process.env;
const connection = {
  brokers: KAFKA_BROKERS.split(','),
  clientId: 'bench',
  logger: createLogger({ name: 'bench', level: 'silent' }),
};
const pool = createPool({ url: DATABASE_URL, applicationName: 'bench', size: 8 });
const generation = await emptyGeneration(pool);
const expected = await recordsIn(connection);

let startedAt = 0;
let cpuBefore = process.cpuUsage();
let deadLetters = 0;
const store = createStore({
  pool,
  group: GROUP,
  generation: generation.number,
  deadLettersPerMinuteMax: undefined,
  isRebuild,
});
const delivery = feedGeneration({
  ...connection,
  topicPrefix: '',
  group: GROUP,
  generation: generation.number,
  store: {
    positions: store.positions,
    keep(prepared) {
      if (startedAt === 0) {
        startedAt = performance.now();
        cpuBefore = process.cpuUsage();
      }
      return store.keep(prepared);
    },
  },
  decode: createEventDecoder(createSchemaRegistryClient({ url: SCHEMA_REGISTRY_URL })),
  observer: { kept: (_batch, _seconds, letters) => void (deadLetters += letters), fenced() {}, passed() {} },
  isPaused: false,
  isRebuild,
});

async function kept(): Promise<number> {
  const next = await readNextOffsets(pool, generation);
  return [...next.values()].reduce((sum, offset) => sum + offset, 0);
}

while ((await kept()) < expected) await delay(LOOK_MS);
const { user, system } = process.cpuUsage(cpuBefore);
const fed: Fed = {
  records: await kept(),
  milliseconds: performance.now() - startedAt,
  cpu: user + system,
  bytes: process.resourceUsage().maxRSS * 1024,
};
if (deadLetters > 0) throw new Error(`${deadLetters} records became dead letters`);
await delivery.stop();
await pool.dispose();
process.stdout.write(JSON.stringify(fed));

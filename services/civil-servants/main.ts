/** The civil-servants adapter's process. */
import { keepHeapModest } from '#shared/memory/modest-heap.ts';
import { createLogger } from '#shared/telemetry/logger.ts';
import { startCivilServants } from './app.ts';
import { readConfig } from './config.ts';

// Half of that would cost bulk more processor time than the memory is worth (ADR 37).
keepHeapModest(100);
const config = readConfig(process.env);
const logger = createLogger({ name: 'civil-servants', level: config.logLevel });
const adapter = await startCivilServants(config, logger);

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void adapter.stop());

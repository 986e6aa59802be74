/** The civil-servants adapter's process. */
import { boundGarbage } from '#shared/memory/bounded-garbage.ts';
import { createLogger } from '#shared/telemetry/logger.ts';
import { startCivilServants } from './app.ts';
import { readConfig } from './config.ts';

boundGarbage();
const config = readConfig(process.env);
const logger = createLogger({ name: 'civil-servants', level: config.logLevel });
const adapter = await startCivilServants(config, logger);

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void adapter.stop());

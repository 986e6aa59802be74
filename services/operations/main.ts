/** The operations service's process: operators watch the hub, mend what fails and decide what it cannot. */
import { createLogger } from '#shared/telemetry/logger.ts';
import { startOperations } from './app.ts';
import { readConfig } from './config.ts';

const config = readConfig(process.env);
const logger = createLogger({ name: 'operations', level: config.logLevel });
const operations = await startOperations(config, logger);

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void operations.stop());

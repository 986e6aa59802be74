/** The document-management adapter's process. */
import { boundGarbage } from '#shared/memory/bounded-garbage.ts';
import { createLogger } from '#shared/telemetry/logger.ts';
import { startDocumentManagement } from './app.ts';
import { readConfig } from './config.ts';

boundGarbage();
const config = readConfig(process.env);
const logger = createLogger({ name: 'document-management', level: config.logLevel });
const adapter = await startDocumentManagement(config, logger);

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void adapter.stop());

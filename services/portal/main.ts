/** The portal's process: answers what must still be brought, from the read models. */
import { createLogger } from '#shared/telemetry/logger.ts';
import { startPortal } from './app.ts';
import { readConfig } from './config.ts';

const config = readConfig(process.env);
const logger = createLogger({ name: 'portal', level: config.logLevel });
const portal = await startPortal(config, logger);

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void portal.stop());

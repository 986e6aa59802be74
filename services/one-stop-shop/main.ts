/** The one-stop-shop adapter's process. */
import { boundGarbage } from '#shared/memory/bounded-garbage.ts';
import { createLogger } from '#shared/telemetry/logger.ts';
import { startOneStopShop } from './app.ts';
import { readConfig } from './config.ts';

boundGarbage();
const config = readConfig(process.env);
const logger = createLogger({ name: 'one-stop-shop', level: config.logLevel });
const adapter = await startOneStopShop(config, logger);

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void adapter.stop());

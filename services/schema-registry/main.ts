/** The registry's process: reads the environment, runs, exits. */
import { createLogger } from '#shared/telemetry/logger.ts';
import { startRegistry } from './app.ts';
import { readConfig } from './config.ts';

const config = readConfig(process.env);
const logger = createLogger({ name: 'schema-registry', level: config.logLevel });
const registry = await startRegistry(config, logger);

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    void registry.stop().then(() => process.exit(0));
  });
}

registry.failed.catch((error: unknown) => {
  logger.fatal({ err: error }, 'the schema topic cannot be read any more');
  process.exit(1);
});

/** The projector's process: facts of the log become rows, each once. Ends with 1 when a projection has failed for good. */
import { boundGarbage } from '#shared/memory/bounded-garbage.ts';
import { createLogger } from '#shared/telemetry/logger.ts';
import { startProjector } from './app.ts';
import { readConfig } from './config.ts';

boundGarbage({ percentMax: 50 });
const config = readConfig(process.env);
const logger = createLogger({ name: 'projector', level: config.logLevel });
const projector = await startProjector(config, logger);

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void projector.stop());

try {
  await projector.finished;
} catch (error) {
  logger.fatal({ err: error }, 'a projection has failed for good; see what halted it above');
  await projector.stop();
  process.exitCode = 1;
}

/** The findings service's process: looks at every new fact and publishes what an operator must see. */
import { boundGarbage } from '#shared/memory/bounded-garbage.ts';
import { createLogger } from '#shared/telemetry/logger.ts';
import { startFindings } from './app.ts';
import { readConfig } from './config.ts';

boundGarbage({ percentMax: 50 });
const config = readConfig(process.env);
const logger = createLogger({ name: 'findings', level: config.logLevel });
const findings = await startFindings(config, logger);
findings.finished.catch((err: unknown) => {
  logger.fatal({ err }, 'a reactor has ended for good');
  process.exit(1);
});

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void findings.stop());

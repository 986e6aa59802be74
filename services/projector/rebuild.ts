/** `npm run rebuild -- <group>`: rebuilds the read models of a group from the log beside the live ones, then swaps. */
import { GROUP_NAMES, isGroupName } from '#schemas/read-models/groups.ts';
import { createLogger } from '#shared/telemetry/logger.ts';
import { rebuildGroup } from './app.ts';
import { readConfig } from './config.ts';

const [group = ''] = process.argv.slice(2);
if (isGroupName(group)) {
  const config = readConfig(process.env);
  const logger = createLogger({ name: 'rebuild', level: process.env['LOG_LEVEL'] ?? 'warn' });
  const stopping = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stopping.abort());
  try {
    await rebuildGroup({
      config,
      logger,
      group,
      signal: stopping.signal,
      say: (line) => process.stdout.write(`${line}\n`),
    });
  } catch (error) {
    process.stderr.write(
      `${group} was not rebuilt: ${error instanceof Error ? error.message : String(error)}\n`,
    );
    process.exitCode = 1;
  }
} else {
  process.stderr.write(`npm run rebuild -- <group>, one of: ${GROUP_NAMES.join(', ')}\n`);
  process.exitCode = 2;
}

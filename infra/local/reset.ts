// `npm run reset`: forgets everything that the local stack has kept. Refuses while it runs.

import { existsSync } from 'node:fs';
import { isOurs, runningStart } from './claim.ts';
import { forget } from './forget.ts';
import { readOptions } from './options.ts';

/** Gives the exit code. What a killed start left running is ended first. */
async function reset(args: readonly string[]): Promise<number> {
  const { place } = readOptions(args);
  const pid = runningStart(place);
  if (pid !== undefined) {
    console.error(
      `npm start runs in ${place.dataDir} (process ${pid}): end it first, with Ctrl-C there or kill ${pid}`,
    );
    return 1;
  }
  if (!existsSync(place.dataDir)) {
    console.log(`${place.dataDir} is empty already.`);
    return 0;
  }
  if (!isOurs(place)) {
    console.error(`${place.dataDir} was not made by npm start: nothing is removed`);
    return 1;
  }
  const infra = await forget(place);
  console.log(`${place.dataDir} is removed.`);
  if (infra === 'env')
    console.log('The Kafka and the PostgreSQL that the environment names were left as they are.');
  return 0;
}

try {
  process.exit(await reset(process.argv.slice(2)));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}

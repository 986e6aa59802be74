// `npm start`: the whole hub on this machine, and the story played through its doors. Ends everything in order on Ctrl-C, and
// recovers by itself from an earlier start that was killed.

import { rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { bringUp, playStory, type Stack } from './bring-up.ts';
import { claim } from './claim.ts';
import { readOptions, type StartOptions } from './options.ts';
import type { Place } from './place.ts';
import { showProgress } from './progress.ts';
import { developmentSenderWords } from './senders.ts';
import { STAGES } from './services.ts';
import { endServers, endServices } from './teardown.ts';

const STEPS = ['Kafka and PostgreSQL', 'Migration', ...STAGES.map(({ title }) => title)];

/** Gives the exit code: 0, 130 after a signal, the story's own with --once, 1 when something was given up. */
async function start(options: StartOptions): Promise<number> {
  const { place, once } = options;
  claim(place);
  const progress = showProgress(STEPS);
  const interrupted = signalled();
  const stack = bringUp(options, progress);
  try {
    const told = stack.ready.then(async () => {
      progress.close();
      const code = await playStory(place, stack);
      if (once) return code;
      const sender = developmentSenderWords(place, process.env);
      if (sender !== undefined) console.log(`\n${sender}`);
      console.log(`\nThe hub runs until Ctrl-C. Logs: ${place.logDir}`);
      return stack.broken;
    });
    return await Promise.race([told, stack.broken, interrupted]);
  } catch (error) {
    progress.close();
    console.error(`\n${error instanceof Error ? error.message : String(error)}`);
    return 1;
  } finally {
    progress.close();
    console.log('Stopping …');
    await stop(place, stack);
  }
}

/**
 * Ends services, then servers. A start that was interrupted half way may be about to start one thing more: it is waited for,
 * and what it has started is ended too.
 */
async function stop(place: Place, stack: Stack): Promise<void> {
  stack.letGo();
  await endServices(place);
  await endServers(place);
  await Promise.race([stack.ready.catch(() => {}), pause(15_000)]);
  await endServices(place);
  await stack.stopServers();
  await endServers(place);
  rmSync(place.environmentFile, { force: true });
  rmSync(place.pidFile, { force: true });
}

/** 130 when a person or the system asks this process to end. Further signals change nothing: the end is under way. */
function signalled(): Promise<number> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve(130));
  });
}

// `npm start | head`: a reader that goes away must not leave seven processes behind.
process.stdout.on('error', () => {});

try {
  process.exit(await start(readOptions(process.argv.slice(2))));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}

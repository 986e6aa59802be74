// Ending a stack in order, by what its pid files say: the same way for Ctrl-C, for what a killed start left behind, and for a
// start that was interrupted half way.

import { join } from 'node:path';
import type { Place } from './place.ts';
import { endStale } from './process.ts';
import { STAGES } from './services.ts';
import { pidFileOf } from './supervisor.ts';

/** Ends the migration and the services, last started first; gives the names of those that ran. */
export async function endServices(place: Place): Promise<string[]> {
  const ended: string[] = [];
  for (const names of [['migrate'], ...stagesBackwards()]) {
    const pids = await Promise.all(names.map((name) => endStale(pidFileOf(place, name))));
    ended.push(...names.filter((_, index) => pids[index] !== undefined));
  }
  return ended;
}

/** Ends Kafka and PostgreSQL of this place when they are processes; gives the names of those that ran. */
export async function endServers(place: Place): Promise<string[]> {
  const [kafka, postgres] = await Promise.all([
    endStale(join(place.dataDir, 'kafka', 'kafka.pid')),
    endStale(join(place.dataDir, 'postgres', 'postgres.pid'), 'SIGINT'),
  ]);
  return [...(kafka === undefined ? [] : ['Kafka']), ...(postgres === undefined ? [] : ['PostgreSQL'])];
}

function stagesBackwards(): string[][] {
  return STAGES.map(({ services }) => services.map(({ name }) => name)).toReversed();
}

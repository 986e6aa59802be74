// Forgetting a place: what still runs of it is ended, then what it has kept is removed.

import { existsSync, readFileSync, rmSync } from 'node:fs';
import { removeContainers } from './infra-docker.ts';
import type { Place } from './place.ts';
import { endServers, endServices } from './teardown.ts';

/** Gives the way that the place had its servers from; servers that the environment named are left as they are. */
export async function forget(place: Place): Promise<string> {
  await endServices(place);
  await endServers(place);
  const infra = existsSync(place.infraFile) ? readFileSync(place.infraFile, 'utf8').trim() : '';
  if (infra === 'docker') await removeContainers(place);
  rmSync(place.dataDir, { recursive: true, force: true });
  return infra;
}

// Makes the two key files of a local container stack when they are missing. A real deployment mounts its own.

import { makeKey } from '#infra/local/keys.ts';

for (const name of ['HUB_KEY_FILE', 'MASTER_KEY_FILE']) {
  const file = process.env[name];
  if (file === undefined) throw new Error(`${name} is not set: it names the file of the key`);
  makeKey(file);
}

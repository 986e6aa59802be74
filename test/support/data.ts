// The shared example data beside the project. Tests that read it are skipped, loudly, where it is absent.

import { existsSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..', '..', 'shared', 'data');

/** The absolute path of an example file, such as `edxml/manifest.json`. */
export function sharedData(path: string): string {
  return join(ROOT, path);
}

/** For `test.skipIf(…)` and `describe.skipIf(…)`: true, with a line on the screen, when the example data is not on this machine. */
export function sharedDataIsMissing(path = ''): boolean {
  const missing = !existsSync(sharedData(path));
  if (missing) console.warn(`SKIPPED: the example data ${sharedData(path)} is not on this machine`);
  return missing;
}

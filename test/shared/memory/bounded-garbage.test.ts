/** Garbage bounded in megabytes: in processes of their own, for it is a matter of a whole process. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { NODE_FLAGS } from '#infra/local/node-flags.ts';

const MAKER = path.join(import.meta.dirname, 'garbage-maker.ts');

/** Full collections of a process that makes some 400 MB of garbage in old places. */
async function collectionsWith(megabytes: number): Promise<number> {
  const { stdout } = await promisify(execFile)(process.execPath, [...NODE_FLAGS, MAKER, String(megabytes)]);
  return Number(stdout);
}

test('the less garbage there may be, the more often it is collected', async () => {
  const [tight, loose] = await Promise.all([collectionsWith(8), collectionsWith(200)]);
  expect(tight).toBeGreaterThan(3 * loose);
});

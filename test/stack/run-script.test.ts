// The image starts every process as `npm start` does: one list of flags in two languages.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { NODE_ENVIRONMENT, NODE_FLAGS } from '#infra/local/node-flags.ts';
import { PROJECT_ROOT } from '#infra/local/place.ts';

test('the script of the image has the flags and the environment of the local stack, and no others', () => {
  const script = readFileSync(path.join(PROJECT_ROOT, 'infra/images/run.sh'), 'utf8').replaceAll('\\\n', '');
  const [, flags = ''] = /^exec node (.*) "\$entry"$/m.exec(script) ?? [];
  expect(flags.split(/\s+/)).toStrictEqual([...NODE_FLAGS]);
  const exported = [...script.matchAll(/^export (\w+)=(\S+)$/gm)].map(([, name, value]) => [name, value]);
  expect(Object.fromEntries(exported)).toStrictEqual({ ...NODE_ENVIRONMENT });
});

// What `npm start` says when containers do not start, with a docker that only pretends.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { infraFromDocker } from '#infra/local/infra-docker.ts';
import { ownPlace } from './own-place.ts';

const folder = mkdtempSync(join(tmpdir(), 'hub-docker-'));
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

test.each([
  ['their last words', 'echo "kafka-1 | no space left"', '', /last words:\nkafka-1 \| no space left/u],
  ['what docker said when they had none', '', 'port is already allocated', /docker said:\nport is already/u],
  [
    'what docker said when they cannot be asked',
    'exit 1',
    'no such network',
    /docker said:\nno such network/u,
  ],
  ['where to look when nobody said anything', '', '', /Nothing said why: try docker compose .*up/u],
])('containers that do not start are told with %s', async (_what, logs, docker, words) => {
  const program = join(folder, 'docker');
  writeFileSync(
    program,
    `#!/bin/sh
case " $* " in
  *" up "*) printf '%s' '${docker}' >&2; exit 1 ;;
  *" logs "*) ${logs === '' ? ':' : logs} ;;
esac
`,
    { mode: 0o755 },
  );
  vi.stubEnv('PATH', `${folder}${delimiter}${process.env['PATH'] ?? ''}`);
  const { place } = await ownPlace();
  await expect(infraFromDocker(place).start(() => undefined)).rejects.toThrow(words);
});

#!/usr/bin/env node
// Starts the client with what is there: plain JavaScript in a packed copy, else the sources, for which an older Node hands
// over to the one that the project has installed.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const PACKED = join(HERE, 'main.js');
const SOURCE = join(HERE, 'main.ts');
const PROJECT_NODE = join(HERE, '../../node_modules/node/bin/node');

if (existsSync(PACKED)) {
  await import(PACKED);
} else if (process.features.typescript) {
  await import(SOURCE);
} else if (existsSync(PROJECT_NODE)) {
  const ended = spawnSync(PROJECT_NODE, [SOURCE, ...process.argv.slice(2)], { stdio: 'inherit' });
  process.exitCode = ended.status ?? 130;
} else {
  process.stderr.write('mot-lan: run npm install in the project first, or use a newer Node\n');
  process.exitCode = 2;
}

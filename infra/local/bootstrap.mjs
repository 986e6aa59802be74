// What every npm script calls. It runs on the system's Node 20 or newer with no modules installed: it installs them when they
// are missing or differ from package-lock.json, then hands over to the project's own Node 24, which runs TypeScript as it is.
// Usage: node infra/local/bootstrap.mjs <start|test|check|bench|generate|migrate|import|pack|rebuild|reset|sender> [arguments]

import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const MODULES = join(ROOT, 'node_modules');
const NODE = join(MODULES, 'node', 'bin', 'node');
const ENVIRONMENT = join(ROOT, '.data', 'local', 'environment');
/** What a running `npm start` says of its servers, for commands that a person types beside it. */
const RUNNING_STACK = existsSync(ENVIRONMENT) ? [`--env-file=${ENVIRONMENT}`] : [];

const ENTRIES = {
  start: ['infra/local/start.ts'],
  test: ['node_modules/vitest/vitest.mjs', 'run'],
  check: ['infra/gates/check.ts'],
  bench: ['infra/bench/main.ts'],
  generate: ['infra/generate/main.ts'],
  migrate: [...RUNNING_STACK, 'infra/migrate/main.ts'],
  import: ['infra/import/main.ts'],
  pack: ['infra/client/pack.ts'],
  rebuild: [...RUNNING_STACK, 'services/projector/rebuild.ts'],
  reset: ['infra/local/reset.ts'],
  sender: ['infra/sender/main.ts'],
};

/** Whether every package that the lock file asks of this machine is there in its version; times of files say nothing after a checkout. */
function isInstalled() {
  const installed = join(MODULES, '.package-lock.json');
  if (!existsSync(installed) || !existsSync(NODE)) return false;
  const { packages: wanted } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
  const { packages: found } = JSON.parse(readFileSync(installed, 'utf8'));
  return Object.entries(wanted).every(([path, { version, optional, link }]) => {
    if (path === '' || link) return true;
    return found[path] === undefined ? optional === true : found[path].version === version;
  });
}

/** Runs a program on this terminal, passes signals on, and gives the exit code that a shell would give. */
function run(command, args) {
  return new Promise((resolve) => {
    const PATH = `${join(MODULES, '.bin')}${delimiter}${process.env.PATH ?? ''}`;
    const child = spawn(command, args, { cwd: ROOT, stdio: 'inherit', env: { ...process.env, PATH } });
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    // In a terminal Ctrl-C reaches the child by itself; a second one would read as impatience.
    const pass = (signal) => (signal === 'SIGINT' && process.stdin.isTTY ? undefined : child.kill(signal));
    for (const signal of signals) process.on(signal, pass);
    child.on('error', (error) => {
      console.error(`${command} cannot be started: ${error.message}`);
      resolve(127);
    });
    child.on('exit', (code, signal) => {
      for (const each of signals) process.off(each, pass);
      resolve(code ?? (signal === 'SIGINT' ? 130 : signal === 'SIGTERM' ? 143 : 137));
    });
  });
}

async function install() {
  const began = Date.now();
  console.log('Installing the packages of package-lock.json …');
  const npm = process.env.npm_execpath;
  // Not `npm ci`: it refuses a lock file that lacks the optional packages of other platforms, and a registry that mirrors only
  // one platform makes just such a file. `--no-save` keeps to the lock file and leaves it as it is.
  const args = ['install', '--no-save', '--no-fund', '--no-audit', '--loglevel=error'];
  const code = npm === undefined ? await run('npm', args) : await run(process.execPath, [npm, ...args]);
  if (code !== 0)
    throw new Error(
      `npm install failed with exit code ${code}: see its words above, then run the command again`,
    );
  if (!existsSync(NODE))
    throw new Error(
      `npm install has not brought ${NODE}: its install scripts may be switched off (npm config get ignore-scripts)`,
    );
  console.log(`Installed in ${((Date.now() - began) / 1000).toFixed(0)} s.`);
}

async function main([name, ...args]) {
  const entry = Object.hasOwn(ENTRIES, name ?? '') ? ENTRIES[name] : undefined;
  if (entry === undefined) throw new Error(`"${name ?? ''}" is none of: ${Object.keys(ENTRIES).join(', ')}`);
  if (!isInstalled()) await install();
  return run(NODE, ['--disable-warning=TimeoutNegativeWarning', ...entry, ...args]);
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error) => {
    console.error(error.message);
    process.exit(1);
  },
);

// The order in which the stack comes up: servers, then the registry beside the migration (the migration makes the registry's
// topic, then registers the schemas with it), then adapters, projector and portal.

import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { findServers } from './choose-infra.ts';
import type { Servers } from './infra.ts';
import { infraFromDocker } from './infra-docker.ts';
import { infraFromEnvironment } from './infra-env.ts';
import { infraFromMaven } from './infra-maven.ts';
import { keyFiles } from './keys.ts';
import { NODE_FLAGS } from './node-flags.ts';
import type { StartOptions } from './options.ts';
import { type Place, PROJECT_ROOT } from './place.ts';
import { requirePorts } from './ports.ts';
import { type RunningProcess, tailOf } from './process.ts';
import type { Progress } from './progress.ts';
import { sendersFile } from './senders.ts';
import { doorsOf, environmentOf, SERVICES, STAGES, type Stage, type Stages } from './services.ts';
import { exitWords, logOf, Supervisor, startNode } from './supervisor.ts';
import { endServers, endServices } from './teardown.ts';

export type Stack = {
  readonly ready: Promise<void>;
  /** Rejects when a part is given up; never resolves. */
  readonly broken: Promise<never>;
  readonly environment: () => Readonly<Record<string, string>>;
  /** Parts that end from now on are not missed. */
  readonly letGo: () => void;
  /** After what is left of the services. */
  readonly stopServers: () => Promise<void>;
};

/** Begins to bring the stack up, or some stages from the first one on; `ready` tells the end. */
export function bringUp(options: StartOptions, progress: Progress, stages: Stages = STAGES): Stack {
  const { promise: broken, reject } = Promise.withResolvers<never>();
  broken.catch(() => {});
  let servers: Servers | undefined;
  let supervisor: Supervisor | undefined;
  let environment: Record<string, string> = {};
  let over = false;
  const work = async (): Promise<void> => {
    servers = await progress.step('Kafka and PostgreSQL', (tell) => startServers(options, tell, progress));
    for (const server of servers.watched) void server.exited.then(() => over || reject(diedServer(server)));
    environment = environmentOf(options.place, servers, {
      ...keyFiles(options.place.dataDir, process.env),
      ...(await sendersFile(options.place.dataDir, process.env)),
    });
    writeEnvironment(options.place, environment);
    if (over) return;
    supervisor = new Supervisor({ place: options.place, environment, say: progress.say });
    supervisor.givenUp.catch((error: unknown) => over || reject(error));
    await startServices({ place: options.place, environment, supervisor, progress, stages });
  };
  return {
    ready: work(),
    broken,
    environment: () => environment,
    letGo: () => {
      over = true;
      supervisor?.letGo();
    },
    stopServers: async () => {
      await supervisor?.endAll();
      await servers?.stop();
    },
  };
}

/** Plays the story in this terminal; gives its exit code. */
export function playStory(place: Place, stack: Stack): Promise<number> {
  return new Promise((resolve, reject) => {
    const story = spawn(process.execPath, [...NODE_FLAGS, 'infra/demo/main.ts'], {
      cwd: PROJECT_ROOT,
      stdio: 'inherit',
      env: { ...process.env, ...stack.environment(), ...doorsOf(place) },
    });
    story.once('error', reject);
    story.once('exit', (code) => resolve(code ?? 1));
  });
}

async function startServers(
  { infra: choice, place }: StartOptions,
  tell: (detail: string) => void,
  progress: Progress,
): Promise<Servers> {
  const left = [...(await endServices(place)), ...(await endServers(place))];
  if (left.length > 0) progress.say(`Ended what an earlier start had left running: ${left.join(', ')}.`);
  await requirePorts(Object.fromEntries(SERVICES.map(({ name, port }) => [name, place.ports[port]])));
  const ways = [infraFromEnvironment(process.env), infraFromDocker(place), infraFromMaven(place)];
  return findServers({ choice, place, environment: process.env, ways }, tell);
}

async function startServices(starting: {
  readonly place: Place;
  readonly environment: Record<string, string>;
  readonly supervisor: Supervisor;
  readonly progress: Progress;
  readonly stages: Stages;
}): Promise<void> {
  const { place, environment, supervisor, progress } = starting;
  const begin = ({ title, services }: Stage) =>
    progress.step(title, async (tell) => {
      await Promise.all(services.map((service) => supervisor.start(service)));
      tell(services.map(({ port }) => `http://127.0.0.1:${place.ports[port]}`).join(' '));
    });
  const [registry, ...others] = starting.stages;
  await Promise.all([progress.step('Migration', () => migrate(place, environment)), begin(registry)]);
  // From here on nobody needs another one to begin: each is ready by itself as soon as what it reads is there.
  await Promise.all(others.map(begin));
}

async function migrate(place: Place, environment: Record<string, string>): Promise<void> {
  const started = await startNode({ place, name: 'migrate', entry: 'infra/migrate/main.ts', environment });
  const exit = await started.exited;
  if (exit.code === 0) return;
  throw new Error(
    `the migration failed (${exitWords(exit)}). The end of its log:\n${tailOf(logOf(place, 'migrate'))}`,
  );
}

function diedServer({ name, logFile }: RunningProcess): Error {
  return new Error(`${name} ended by itself. The end of ${logFile}:\n${tailOf(logFile)}`);
}

/** Secrets are in it: for the owner only. */
function writeEnvironment({ environmentFile }: Place, environment: Record<string, string>): void {
  const lines = Object.entries(environment).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(environmentFile, lines.join(''), { mode: 0o600 });
}

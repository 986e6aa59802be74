// Kafka and PostgreSQL as containers of docker-compose.yml; the services stay processes of this machine.

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Finding, Infra, Servers, Tell } from './infra.ts';
import { DATABASE_NAME, type Place, PROJECT_ROOT } from './place.ts';
import { requirePorts } from './ports.ts';

const run = promisify(execFile);
export const IMAGES = ['apache/kafka:4.1.1', 'postgres:18'] as const;
const COMPOSE_FILE = join(PROJECT_ROOT, 'docker-compose.yml');
/** Only reachable through loopback; the value stands in docker-compose.yml too. */
const PASSWORD = 'mot-lan';

export function infraFromDocker(place: Place): Infra {
  return {
    name: 'docker',
    look: async () => {
      const engine = await lookForEngine();
      return engine.found ? [engine, await lookForCompose(), ...(await lookForImages())] : [engine];
    },
    start: (tell) => startContainers(place, tell),
  };
}

/** Removes the containers and volumes of a place; nothing happens when there are none. */
export async function removeContainers(place: Place): Promise<void> {
  await compose(place, ['down', '--volumes', '--remove-orphans']);
}

async function startContainers(place: Place, tell: Tell): Promise<Servers> {
  const { ports } = place;
  const { stdout: running } = await compose(place, ['ps', '--quiet']);
  if (running.trim() === '') await requirePorts({ Kafka: ports.kafka, PostgreSQL: ports.postgres });
  tell('starting the containers of Kafka and PostgreSQL');
  try {
    await compose(place, ['up', '--detach', '--wait', '--pull=missing', 'kafka', 'postgres']);
  } catch (cause) {
    const words = await wordsAbout(place, cause);
    await compose(place, ['stop']).catch(() => undefined); // what it would say is not why they did not start
    throw new Error(`docker compose could not start Kafka and PostgreSQL. ${words}`, { cause });
  }
  tell(`Kafka on ${ports.kafka}, PostgreSQL on ${ports.postgres}, in containers`);
  return {
    brokers: `127.0.0.1:${ports.kafka}`,
    databaseUrl: `postgres://postgres:${PASSWORD}@127.0.0.1:${ports.postgres}/${DATABASE_NAME}`,
    watched: [],
    stop: async () => {
      await compose(place, ['stop']);
    },
  };
}

/** The containers' last words; where there are none, as when one was never made, what docker said. */
async function wordsAbout(place: Place, cause: unknown): Promise<string> {
  const logs = await compose(place, ['logs', '--no-color', '--tail=8']).catch(() => ({ stdout: '' }));
  if (logs.stdout.trim() !== '') return `Their last words:\n${logs.stdout}`;
  const stderr = cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim() : '';
  if (stderr !== '') return `They said nothing; docker said:\n${stderr.split('\n').slice(-8).join('\n')}`;
  return `Nothing said why: try docker compose -f ${COMPOSE_FILE} up`;
}

async function compose(place: Place, args: readonly string[]): Promise<{ stdout: string }> {
  const project = `mot-lan-${createHash('sha256').update(place.dataDir).digest('hex').slice(0, 8)}`;
  const env = {
    ...process.env,
    KAFKA_PORT: String(place.ports.kafka),
    POSTGRES_PORT: String(place.ports.postgres),
    POSTGRES_PASSWORD: PASSWORD,
  };
  return run('docker', ['compose', '-f', COMPOSE_FILE, '-p', project, ...args], { env, timeout: 180_000 });
}

async function lookForEngine(): Promise<Finding> {
  const wanted = 'a Docker engine that answers';
  const mend = 'start Docker, and let this user reach it: docker version';
  try {
    const { stdout } = await run('docker', ['version', '--format', '{{.Server.Version}}'], { timeout: 5000 });
    return { wanted, found: true, detail: stdout.trim(), mend };
  } catch (error) {
    const absent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return { wanted, found: false, detail: absent ? 'no docker on the path' : 'no engine answers', mend };
  }
}

async function lookForCompose(): Promise<Finding> {
  const wanted = 'the docker compose plug-in';
  const mend = 'apt-get install docker-compose-plugin';
  if (!existsSync(COMPOSE_FILE)) {
    return {
      wanted,
      found: false,
      detail: 'docker-compose.yml is missing',
      mend: 'git checkout docker-compose.yml',
    };
  }
  try {
    const { stdout } = await run('docker', ['compose', 'version', '--short'], { timeout: 5000 });
    return { wanted, found: true, detail: stdout.trim(), mend };
  } catch {
    return { wanted, found: false, detail: 'docker knows no command compose', mend };
  }
}

/** An image that is not here is asked of its registry; that takes minutes on a slow line and fails at once without one. */
async function lookForImages(): Promise<Finding[]> {
  return Promise.all(
    IMAGES.map(async (image): Promise<Finding> => {
      const wanted = `the image ${image}`;
      const mend = `docker pull ${image}`;
      if (await succeeds(['image', 'inspect', image], 5000))
        return { wanted, found: true, detail: 'here', mend };
      const pulled = await succeeds(['pull', '--quiet', image], 150_000);
      return { wanted, found: pulled, detail: pulled ? 'pulled' : 'not here, and cannot be pulled', mend };
    }),
  );
}

async function succeeds(args: readonly string[], timeout: number): Promise<boolean> {
  try {
    await run('docker', [...args], { timeout });
    return true;
  } catch {
    return false;
  }
}

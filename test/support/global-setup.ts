// vitest's global set-up: lends out one Kafka and one PostgreSQL to all test files of a run, started at the first question.

import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { installKafka, type LocalKafka, startKafka } from '#infra/local/kafka.ts';
import { KAFKA_CACHE, PROJECT_ROOT } from '#infra/local/place.ts';
import { freePort } from '#infra/local/ports.ts';
import { type LocalPostgres, startPostgres } from '#infra/local/postgres.ts';
import { endStale, isRunning, ownNote, readNote } from '#infra/local/process.ts';

const RUNS = join(PROJECT_ROOT, '.data', 'test');

/** Starts nothing yet but the answering of questions; gives the function that ends what was started meanwhile. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await sweepDeadRuns();
  // Fetched before any test's clock runs; a test that asks for Kafka hears of a failure.
  if (process.env['KAFKA_BROKERS'] === undefined) await installKafka(KAFKA_CACHE).catch(() => {});
  const folder = join(RUNS, `${process.pid}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'run.pid'), JSON.stringify(ownNote()));
  const stack = lendStack(folder);
  const server = createServer((request, answer) => {
    const part = request.url === '/kafka' ? stack.kafka() : stack.postgres();
    part.then(
      (words) => answer.end(words),
      (error: unknown) => answer.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen({ port: 0, host: '127.0.0.1' }, resolve));
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new Error('no address for the stack of the tests');
  project.provide('stackUrl', `http://127.0.0.1:${address.port}`);
  return async () => {
    server.close();
    await stack.end();
    rmSync(folder, { recursive: true, force: true });
  };
}

function lendStack(folder: string) {
  let kafka: Promise<LocalKafka> | undefined;
  let postgres: Promise<LocalPostgres> | undefined;
  return {
    kafka: async () => process.env['KAFKA_BROKERS'] ?? (await (kafka ??= bootKafka(folder))).brokers,
    postgres: async () => process.env['DATABASE_URL'] ?? (await (postgres ??= bootPostgres(folder))).url,
    end: async () => {
      await Promise.allSettled([kafka?.then(({ stop }) => stop()), postgres?.then(({ stop }) => stop())]);
    },
  };
}

async function bootKafka(folder: string): Promise<LocalKafka> {
  return startKafka({
    dataDir: join(folder, 'kafka'),
    port: await freePort(),
    controllerPort: await freePort(),
    logFile: join(folder, 'kafka.log'),
    jars: await installKafka(KAFKA_CACHE),
  });
}

/** Without fsync: a run's database is thrown away, so only speed counts. */
async function bootPostgres(folder: string): Promise<LocalPostgres> {
  return startPostgres({
    dataDir: join(folder, 'postgres'),
    port: await freePort(),
    logFile: join(folder, 'postgres.log'),
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' },
  });
}

/** A run that was killed leaves its servers and its folder; the next run ends and removes them. */
async function sweepDeadRuns(): Promise<void> {
  mkdirSync(RUNS, { recursive: true });
  for (const name of readdirSync(RUNS)) {
    const folder = join(RUNS, name);
    const note = readNote(join(folder, 'run.pid'));
    if (note === undefined || isRunning(note)) continue;
    await endStale(join(folder, 'kafka', 'kafka.pid'));
    await endStale(join(folder, 'postgres', 'postgres.pid'), 'SIGINT');
    rmSync(folder, { recursive: true, force: true });
  }
}

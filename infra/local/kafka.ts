// A real Apache Kafka on this machine: one process that is broker and controller, from the jars that infra/kafka/pom.xml names.
// It keeps its data between runs and recovers by itself after a kill.

import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { endStale, type RunningProcess, startProcess, tailOf } from './process.ts';
import { until } from './wait.ts';

const run = promisify(execFile);
const KAFKA_FILES = join(import.meta.dirname, '..', 'kafka');
const SERVES = 'Kafka Server started';
/** Small on purpose: a development machine runs seven more processes. */
const JVM = ['-Xms128m', '-Xmx320m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];

export type KafkaStart = {
  readonly dataDir: string;
  readonly port: number;
  readonly controllerPort: number;
  readonly logFile: string;
  /** What installKafka gave. */
  readonly jars: string;
};

export type LocalKafka = {
  readonly brokers: string;
  readonly pid: number;
  readonly process: RunningProcess;
  readonly stop: () => Promise<void>;
};

/**
 * Puts Kafka's jars into `<cacheDir>/lib` once and gives that folder; again only when the pom.xml has changed. Safe when
 * several processes do it at once. Throws with Maven's own words when it fails.
 */
export async function installKafka(cacheDir: string): Promise<string> {
  const lib = join(cacheDir, 'lib');
  const pom = join(KAFKA_FILES, 'pom.xml');
  const wanted = createHash('sha256').update(readFileSync(pom)).digest('hex');
  if (isInstalled(lib, wanted)) return lib;
  const fresh = join(cacheDir, `lib.${process.pid}`);
  mkdirSync(fresh, { recursive: true });
  const goal = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${fresh}`];
  try {
    await run('mvn', ['-q', '-B', '-f', pom, ...goal], { timeout: 300_000 });
    writeFileSync(join(fresh, 'pom.sha256'), wanted);
    if (isInstalled(lib, wanted)) return lib;
    rmSync(lib, { recursive: true, force: true });
    renameSync(fresh, lib);
  } catch (cause) {
    if (isInstalled(lib, wanted)) return lib;
    throw new Error(`Maven could not fetch Kafka: ${mavenWords(cause)}`, { cause });
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  return lib;
}

/** Starts Kafka and returns when it serves. Throws with the tail of its log when it does not within a minute. */
export async function startKafka(start: KafkaStart): Promise<LocalKafka> {
  const { dataDir, port, logFile, jars } = start;
  mkdirSync(dataDir, { recursive: true });
  const pidFile = join(dataDir, 'kafka.pid');
  await endStale(pidFile);
  const config = join(dataDir, 'server.properties');
  writeFileSync(config, serverProperties(start));
  await formatOnce(dataDir, config, jars);
  const started = await startProcess({
    name: 'Kafka',
    command: 'java',
    args: [...JVM, ...javaSettings(jars), 'kafka.Kafka', config],
    logFile,
    pidFile,
    cwd: dataDir,
  });
  let ended = false;
  void started.exited.then(() => (ended = true));
  await until(() => ended || readFileSync(logFile, 'utf8').includes(SERVES), {
    what: `Kafka to serve on port ${port} (log: ${logFile})`,
    timeoutMs: 60_000,
  });
  if (ended) throw new Error(`Kafka ended while starting. The end of ${logFile}:\n${tailOf(logFile)}`);
  return { brokers: `127.0.0.1:${port}`, pid: started.pid, process: started, stop: started.stop };
}

function isInstalled(lib: string, wanted: string): boolean {
  const stamp = join(lib, 'pom.sha256');
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
}

/** A storage folder gets its identity once; without it the broker refuses to start. */
async function formatOnce(dataDir: string, config: string, jars: string): Promise<void> {
  if (existsSync(join(dataDir, 'log', 'meta.properties'))) return;
  const clusterId = randomBytes(16).toString('base64url');
  // Joined by =, for one id in 64 begins with a dash and would be taken for an option.
  const args = ['format', '--ignore-formatted', `--cluster-id=${clusterId}`, '-c', config];
  await run('java', [...JVM, ...javaSettings(jars), 'kafka.tools.StorageTool', ...args], {
    cwd: dirname(config),
  });
}

function javaSettings(jars: string): string[] {
  return [`-Dlog4j2.configurationFile=${join(KAFKA_FILES, 'log4j2.properties')}`, '-cp', join(jars, '*')];
}

function serverProperties({ dataDir, port, controllerPort }: KafkaStart): string {
  const settings: Record<string, string | number | boolean> = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
    'controller.listener.names': 'CONTROLLER',
    'log.dirs': join(dataDir, 'log'),
    'auto.create.topics.enable': false,
    // The log is the source of truth: nothing in it ever ends by itself.
    'log.retention.ms': -1,
    'log.retention.bytes': -1,
    'offsets.retention.minutes': 5_256_000,
    'offsets.topic.num.partitions': 8,
    'offsets.topic.replication.factor': 1,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'group.initial.rebalance.delay.ms': 0,
    'log.cleaner.dedupe.buffer.size': 8_388_608,
    // After a kill the broker is let back in only when its former self counts as gone: 9 s by default.
    'broker.session.timeout.ms': 3000,
    'broker.heartbeat.interval.ms': 500,
    'num.network.threads': 2,
    'num.io.threads': 4,
  };
  return Object.entries(settings)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');
}

function mavenWords(cause: unknown): string {
  const text = cause instanceof Error && 'stdout' in cause ? String(cause.stdout).trim() : '';
  const lines = text.split('\n').filter((line) => line.includes('ERROR'));
  return lines.slice(0, 3).join(' ') || (cause instanceof Error ? cause.message : String(cause));
}

// A hub's way from the door to the table on a Kafka of its own that can be stopped, with a fake broker before it.

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { installKafka, type LocalKafka, startKafka } from '#infra/local/kafka.ts';
import { makeKey } from '#infra/local/keys.ts';
import { freePort } from '#infra/local/ports.ts';
import { type FakeBroker, type Fault, startFakeBroker } from '../support/fake-broker/fake-broker.ts';
import { runToEnd, type ServiceName, ServiceProcess } from '../support/services.ts';
import { createDatabase } from '../support/stack.ts';

const DATA = path.join(import.meta.dirname, '..', '..', '.data');

/** Kafka as the tests stop and start it. */
export interface StoppableKafka {
  readonly start: () => Promise<void>;
  /** At once, as losing power would. */
  readonly kill: () => Promise<void>;
  /** Falls silent: connections stay, nothing is answered. */
  readonly freeze: () => void;
  readonly thaw: () => void;
}

export interface OutageRoom {
  readonly kafka: StoppableKafka;
  readonly brokers: string;
  readonly databaseUrl: string;
  /** Publishes by way of the fake broker; gives a caller two seconds. */
  readonly adapter: ServiceProcess;
  readonly projector: ServiceProcess;
  /** What happens to each produce request of the adapter; nothing at first. */
  readonly failBy: (faultOf: () => Fault | undefined) => void;
  /** Starts what ended because Kafka was away too long, as whoever supervises it would. Never the adapter. */
  readonly revive: () => void;
  readonly stop: () => Promise<void>;
}

/** Kafka, registry and tables are there; adapter and projector are not started yet. */
export async function openOutageRoom(): Promise<OutageRoom> {
  mkdirSync(path.join(DATA, 'test'), { recursive: true });
  const folder = mkdtempSync(path.join(DATA, 'test', 'outage-'));
  const [port, controllerPort] = [await freePort(), await freePort()];
  const dataDir = path.join(folder, 'kafka');
  const jars = await installKafka(path.join(DATA, 'kafka'));
  const started = (): Promise<LocalKafka> =>
    startKafka({ dataDir, port, controllerPort, logFile: path.join(folder, 'kafka.log'), jars });
  let running: LocalKafka | undefined = await started();
  const { brokers } = running;
  let faultOf: () => Fault | undefined = () => undefined;
  const fake: FakeBroker = await startFakeBroker(brokers, () => faultOf());
  const registryPort = await freePort();
  const environment = {
    KAFKA_BROKERS: brokers,
    DATABASE_URL: await createDatabase(),
    SCHEMA_REGISTRY_URL: `http://127.0.0.1:${registryPort}`,
    HUB_KEY_FILE: makeKey(path.join(folder, 'hub.key')),
    MASTER_KEY_FILE: makeKey(path.join(folder, 'master.key')),
    HOST: '127.0.0.1',
    LOG_LEVEL: 'info',
  };
  const serviceOf = async (
    name: ServiceName,
    more: Readonly<Record<string, string>> = {},
    at?: number,
  ): Promise<ServiceProcess> =>
    new ServiceProcess({
      name,
      environment: { ...environment, ...more },
      port: at ?? (await freePort()),
      logFile: path.join(folder, `${name}.log`),
    });
  const registry = await serviceOf('schema-registry', {}, registryPort);
  const projector = await serviceOf('projector');
  const adapter = await serviceOf('one-stop-shop', {
    KAFKA_BROKERS: fake.brokers,
    PRODUCER_DEADLINE_MS: '2000',
  });
  registry.start();
  await runToEnd(['infra/migrate/main.ts'], environment, path.join(folder, 'migrate.log'));
  await registry.ready();
  const signal = (name: NodeJS.Signals): void => {
    if (running !== undefined) process.kill(running.pid, name);
  };
  return {
    kafka: {
      async start() {
        running = await started();
      },
      async kill() {
        signal('SIGKILL');
        await running?.process.exited;
        running = undefined;
      },
      freeze: () => signal('SIGSTOP'),
      thaw: () => signal('SIGCONT'),
    },
    brokers,
    databaseUrl: environment.DATABASE_URL,
    adapter,
    projector,
    failBy(next) {
      faultOf = next;
    },
    revive() {
      for (const service of [registry, projector]) if (!service.isRunning()) service.start();
    },
    async stop() {
      await Promise.all([adapter, projector, registry].map((service) => service.stop()));
      fake.close();
      await running?.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

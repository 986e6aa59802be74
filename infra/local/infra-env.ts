// Kafka and PostgreSQL that run elsewhere, named by KAFKA_BROKERS and DATABASE_URL.

import type { Finding, Infra, Servers } from './infra.ts';
import { answers } from './ports.ts';

/** Uses what the environment names; never starts or ends anything. */
export function infraFromEnvironment(environment: NodeJS.ProcessEnv): Infra {
  const brokers = environment['KAFKA_BROKERS'];
  const databaseUrl = environment['DATABASE_URL'];
  return {
    name: 'env',
    look: async () => [await lookAtBrokers(brokers), await lookAtDatabase(databaseUrl)],
    start: async (): Promise<Servers> => ({
      brokers: brokers ?? '',
      databaseUrl: databaseUrl ?? '',
      watched: [],
      stop: async () => {},
    }),
  };
}

async function lookAtBrokers(brokers: string | undefined): Promise<Finding> {
  const wanted = 'KAFKA_BROKERS names a Kafka that answers';
  const mend = 'export KAFKA_BROKERS=host:9092';
  if (brokers === undefined) return { wanted, found: false, detail: 'not set', mend };
  for (const broker of brokers.split(',')) {
    const [host = '', port = ''] = broker.trim().split(':');
    if (await answers(host, Number(port))) return { wanted, found: true, detail: broker.trim(), mend };
  }
  return { wanted, found: false, detail: `nothing answers at ${brokers}`, mend };
}

async function lookAtDatabase(databaseUrl: string | undefined): Promise<Finding> {
  const wanted = 'DATABASE_URL names a PostgreSQL that answers';
  const mend = 'export DATABASE_URL=postgres://user:password@host:5432/database';
  if (databaseUrl === undefined) return { wanted, found: false, detail: 'not set', mend };
  if (!URL.canParse(databaseUrl)) return { wanted, found: false, detail: 'not a URL', mend };
  const { hostname, port } = new URL(databaseUrl);
  const found = await answers(hostname, Number(port || 5432));
  return { wanted, found, detail: `${found ? '' : 'nothing answers at '}${hostname}:${port || 5432}`, mend };
}

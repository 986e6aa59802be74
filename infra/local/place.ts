// Where the local stack keeps things and where it listens. Nothing else in infra/local writes a port or a path.

import { join, resolve } from 'node:path';

export const PROJECT_ROOT = join(import.meta.dirname, '..', '..');
export const KAFKA_CACHE = join(PROJECT_ROOT, '.data', 'kafka');
export const DATABASE_NAME = 'hub';

/** Not Kafka's and PostgreSQL's usual ports: those are often taken on a developer's machine. */
const PORTS = {
  kafka: 19_092,
  kafkaController: 19_093,
  postgres: 15_432,
  registry: 8081,
  oneStopShop: 8101,
  documentManagement: 8102,
  civilServants: 8103,
  projector: 8180,
  portal: 8080,
  operations: 8090,
  findings: 8190,
} as const;

export type PortName = keyof typeof PORTS;

/** One local stack: its data folder and its ports. Two places with different folders and offsets run side by side. */
export type Place = {
  readonly dataDir: string;
  readonly logDir: string;
  readonly ports: Readonly<Record<PortName, number>>;
  /** The `npm start` that runs here. */
  readonly pidFile: string;
  /** Which infrastructure holds the data of this folder. */
  readonly infraFile: string;
  /** The environment of the running stack, for `npm run migrate` and the like. */
  readonly environmentFile: string;
};

/** The place for a data folder; `portOffset` is added to every port. */
export function placeOf(dataDir = join(PROJECT_ROOT, '.data', 'local'), portOffset = 0): Place {
  const folder = resolve(dataDir);
  const shifted = Object.entries(PORTS).map(([name, port]) => [name, port + portOffset] as const);
  return {
    dataDir: folder,
    logDir: join(folder, 'logs'),
    ports: { ...PORTS, ...Object.fromEntries(shifted) },
    pidFile: join(folder, 'start.pid'),
    infraFile: join(folder, 'infra'),
    environmentFile: join(folder, 'environment'),
  };
}

export function urlOf(place: Place, name: PortName): string {
  return `http://127.0.0.1:${place.ports[name]}`;
}

// The services of the hub as processes of this machine, and the order in which they come up.

import { join } from 'node:path';
import type { Servers } from './infra.ts';
import type { KeyFiles } from './keys.ts';
import { type Place, type PortName, PROJECT_ROOT, urlOf } from './place.ts';
import type { SendersFile } from './senders.ts';

export type Service = { readonly name: string; readonly entry: string; readonly port: PortName };

const REGISTRY: Service = {
  name: 'schema-registry',
  entry: 'services/schema-registry/main.ts',
  port: 'registry',
};
const ADAPTERS: readonly Service[] = [
  { name: 'one-stop-shop', entry: 'services/one-stop-shop/main.ts', port: 'oneStopShop' },
  { name: 'document-management', entry: 'services/document-management/main.ts', port: 'documentManagement' },
  { name: 'civil-servants', entry: 'services/civil-servants/main.ts', port: 'civilServants' },
];
const PROJECTOR: Service = { name: 'projector', entry: 'services/projector/main.ts', port: 'projector' };
const OPERATIONS: Service = { name: 'operations', entry: 'services/operations/main.ts', port: 'operations' };
const FINDINGS: Service = { name: 'findings', entry: 'services/findings/main.ts', port: 'findings' };
const PORTAL: Service = { name: 'portal', entry: 'services/portal/main.ts', port: 'portal' };

/** Services that stand together in the list of steps; stages end in the opposite order. */
export type Stage = { readonly title: string; readonly services: readonly Service[] };

export type Stages = readonly [Stage, ...Stage[]];

/** What publishing needs. The registry is ready before the others start. */
export const PUBLISHING_STAGES: Stages = [
  { title: 'Schema registry', services: [REGISTRY] },
  { title: 'Adapters', services: ADAPTERS },
];

export const STAGES: Stages = [
  ...PUBLISHING_STAGES,
  { title: 'Projector and findings', services: [PROJECTOR, FINDINGS] },
  { title: 'Portal and operations', services: [PORTAL, OPERATIONS] },
];

export const SERVICES: readonly Service[] = STAGES.flatMap(({ services }) => services);

/** What every process of the hub is told by its environment. */
export function environmentOf(
  place: Place,
  servers: Servers,
  files: KeyFiles & SendersFile,
): Record<string, string> {
  return {
    KAFKA_BROKERS: servers.brokers,
    DATABASE_URL: servers.databaseUrl,
    SCHEMA_REGISTRY_URL: urlOf(place, 'registry'),
    ...files,
    HOST: '127.0.0.1',
    ATTACHMENTS_DIR: join(place.dataDir, 'attachments'),
    DEMO_FILE: join(PROJECT_ROOT, 'infra', 'demo', 'people.json'),
  };
}

/** Where the story finds the doors and the portal. */
export function doorsOf(place: Place): Record<string, string> {
  return {
    PORTAL_URL: urlOf(place, 'portal'),
    OPERATIONS_URL: urlOf(place, 'operations'),
    ONE_STOP_SHOP_URL: urlOf(place, 'oneStopShop'),
    DOCUMENT_MANAGEMENT_URL: urlOf(place, 'documentManagement'),
    CIVIL_SERVANTS_URL: urlOf(place, 'civilServants'),
    PROJECTOR_URL: urlOf(place, 'projector'),
    DATA_DIR: place.dataDir,
  };
}

// A portal of a test's own: real Kafka, registry, projector and PostgreSQL; facts are published sealed, as the doors do it.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { EVENTS, type EventData, type EventName, type EventType } from '#schemas/generated/events.ts';
import { createSchemaRegistryClient } from '#shared/avro/registry-client.ts';
import { createGroupCommitProducer } from '#shared/kafka/producer.ts';
import { isEventType } from '#shared/publishing/event-type.ts';
import { createPublisher } from '#shared/publishing/publisher.ts';
import type { Receipt } from '#shared/publishing/receipt.ts';
import { registerSchemas } from '#shared/publishing/registered-schemas.ts';
import type { DraftConcern, FactDraft } from '#shared/pure/draft.ts';
import { HubKey } from '#shared/pure/hub-key.ts';
import type { Instant } from '#shared/pure/time.ts';
import { KeyStore } from '#shared/sealing/key-store.ts';
import { MasterKey } from '#shared/sealing/master-key.ts';
import { catalogueEntries, missingDrafts, readCatalogue } from '../../infra/migrate/catalogue.ts';
import { startPortal } from '../../services/portal/app.ts';
import { startProjector } from '../../services/projector/app.ts';
import { type Hub, silent, startHub } from '../projector/hub.ts';
import { until } from '../support/wait.ts';

const HUB_KEY = Buffer.alloc(32, 11);
const MASTER_KEY = Buffer.alloc(32, 12);
export const hubKey = new HubKey(HUB_KEY);

/** Before every fact of the tests, so that a question about an earlier knowledge finds the procedures. */
const CATALOGUE_RECORDED_AT = Date.UTC(2025, 6, 1);

export type Room = Awaited<ReturnType<typeof openRoom>>;

export interface RoomOptions {
  /** The file of examples that the page offers. */
  readonly demo?: unknown;
  /** Publish the built-in catalogue and wait until the portal is ready. Default true. */
  readonly catalogue?: boolean;
}

/** Opens it; `close` in `afterAll`. */
export async function openRoom({ demo, catalogue = true }: RoomOptions = {}) {
  const hub = await startHub();
  const folder = mkdtempSync(path.join(tmpdir(), 'portal-'));
  const file = (name: string, text: string): string => {
    writeFileSync(path.join(folder, name), text);
    return path.join(folder, name);
  };
  const projector = await startProjector(hub.config, silent);
  const config = {
    ...hub.config,
    hubKeyFile: file('hub.key', HUB_KEY.toString('hex')),
    masterKeyFile: file('master.key', MASTER_KEY.toString('hex')),
  };
  const examples = demo === undefined ? {} : { demoFile: file('demo.json', JSON.stringify(demo)) };
  const portal = await startPortal({ ...config, ...examples }, silent);
  const producer = createGroupCommitProducer(hub.connection);
  const publish = await publisherOf(hub, producer);
  const ask = (target: string, init?: RequestInit): Promise<Response> =>
    fetch(new URL(target, portal.address), init);
  if (catalogue) {
    await publish(
      missingDrafts(
        catalogueEntries(readCatalogue('schemas/catalogue'), hubKey),
        new Map(),
        CATALOGUE_RECORDED_AT,
      ),
    );
    await until(async () => (await ask('/readyz')).ok, { what: 'the portal to be ready' });
  }
  return {
    hub,
    /** For services that stand beside the portal. */
    config,
    address: portal.address,
    publish,
    ask,
    async close(): Promise<void> {
      await portal.stop();
      await projector.stop();
      await producer.close();
      await hub.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function publisherOf(hub: Hub, producer: ReturnType<typeof createGroupCommitProducer>) {
  const registry = createSchemaRegistryClient({ url: hub.config.schemaRegistryUrl });
  const types = Object.keys(EVENTS).filter((type) => isEventType(type));
  const publisher = createPublisher({
    producer,
    keys: new KeyStore({ pool: hub.pool, masterKey: new MasterKey(MASTER_KEY) }),
    hubKey,
    schemaIds: await registerSchemas(registry, types, hub.prefix),
    topicPrefix: hub.prefix,
  });
  return (drafts: readonly FactDraft[]): Promise<Receipt[]> => publisher.publish(drafts);
}

/** `minPosition` for an answer that knows these receipts. */
export function knowing(receipts: readonly Receipt[]): string {
  return `minPosition=${encodeURIComponent(receipts.map(({ position }) => position).join(','))}&wait=20s`;
}

export interface Said<N extends EventName> {
  readonly id: string;
  readonly key?: string;
  readonly at: Instant;
  readonly recordedAt?: Instant;
  readonly agency?: string;
  readonly concerns?: readonly DraftConcern<N>[];
  readonly data: EventData[N];
}

/** A draft as a CloudEvents door makes it. */
export function draft<N extends EventName>(
  eventName: N,
  type: EventType,
  { id, key, at, recordedAt = at + 60_000, agency = 'H44.150', concerns = [], data }: Said<N>,
): FactDraft {
  const made: unknown = {
    eventName,
    type,
    id,
    ...(key !== undefined && { key }),
    source: `/agencies/${agency}/test`,
    occurredAt: at,
    recordedAt,
    agency,
    door: 'events',
    concerns,
    data,
  };
  if (!isDraft(made)) throw new Error('a draft has a name');
  return made;
}

/** Name, concerns and data are of one event, as the caller's types say. */
function isDraft(made: unknown): made is FactDraft {
  return typeof made === 'object' && made !== null && 'eventName' in made;
}

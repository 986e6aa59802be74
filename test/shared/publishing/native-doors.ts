// The native doors of all adapters on services of the test's choice, with a real Kafka, registry and PostgreSQL behind
// them: what room there is, and how long knowing a dossier takes, is the test's to say.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bodyOf, readSamples } from '#infra/client/conformance/samples.ts';
import { DEFAULT_LIMITS, type ServiceLimits } from '#shared/http/limits.ts';
import { createService, listen } from '#shared/http/service.ts';
import { type Adapter, createAdapter } from '#shared/publishing/adapter.ts';
import type { AdapterConfig } from '#shared/publishing/adapter-config.ts';
import type { EventsAtWork } from '#shared/publishing/events-at-work.ts';
import { createSnapshotPublisher, type SnapshotPublisher } from '#shared/publishing/snapshot-publisher.ts';
import { createLogger } from '#shared/telemetry/logger.ts';
import { createMetrics } from '#shared/telemetry/metrics.ts';
import { addRecordsDoor } from '../../../services/civil-servants/inbound/records-door.ts';
import { addEdxmlDoor } from '../../../services/document-management/inbound/edxml-door.ts';
import { createAttachments } from '../../../services/document-management/outbound/attachments.ts';
import { folderStore } from '../../../services/document-management/outbound/folder-store.ts';
import { createKnownFacts } from '../../../services/document-management/outbound/known-facts.ts';
import { addNationalSyncDoor } from '../../../services/one-stop-shop/inbound/national-sync-door.ts';
import { addProceduresDoor } from '../../../services/one-stop-shop/inbound/procedures-door.ts';
import { countBySender } from '../../../services/one-stop-shop/inbound/told-defects.ts';
import { createFindKnownDossiers } from '../../../services/one-stop-shop/outbound/known-dossiers.ts';
import { followPublishedProcedures } from '../../../services/one-stop-shop/outbound/published-procedures.ts';
import { startAdapterHub } from '../../support/adapter-hub.ts';

export type NativeDoors = Awaited<ReturnType<typeof openNativeDoors>>;
export type ServedDoors = Awaited<ReturnType<NativeDoors['serve']>>;

/** What is looked at of an answer. */
interface NativeAnswer {
  readonly code?: string;
  readonly error_code?: string;
  readonly message?: string;
  readonly receipts?: readonly { readonly status: string; readonly code?: string }[];
}

export interface Serving {
  readonly limits?: Partial<ServiceLimits>;
  readonly knownDossiers?: (codes: readonly string[]) => Promise<ReadonlySet<string>>;
  /** Told before records go to the log. */
  readonly onRecords?: () => void;
}

const silent = createLogger({ name: 'test', level: 'silent' });
const quiet = (): void => undefined;

/** Opens what the doors need; `serve` adds a service with all of them, `shut` in `afterAll`. */
export async function openNativeDoors() {
  const folder = mkdtempSync(path.join(tmpdir(), 'native-'));
  const opened = Promise.withResolvers<{ readonly adapter: Adapter; readonly config: AdapterConfig }>();
  const hub = await startAdapterHub(async (config) => {
    const adapter = await createAdapter({
      name: 'all',
      version: '0',
      streams: ['one-stop-shop', 'document-management', 'civil-servants'],
      alsoPublishes: ['catalogue'],
      config,
      logger: silent,
    });
    opened.resolve({ adapter, config });
    return { address: await listen(adapter.app, config), stop: adapter.close };
  }, 'gov.one-stop-shop.dossier.v1');
  const { adapter, config } = await opened.promise;
  const { publisher, pool, hubKey, masterKey, clock, agencies } = adapter;
  const { brokers, topicPrefix } = config;
  const topic = `${topicPrefix}gov.catalogue.procedure.v1`;
  const procedures = followPublishedProcedures({ brokers, clientId: 'test', logger: silent, topic });
  const snapshotsOf = (group: 'dossiers' | 'civil_servants'): SnapshotPublisher =>
    createSnapshotPublisher(adapter, group, config, silent);
  const [dossiers, records] = [snapshotsOf('dossiers'), snapshotsOf('civil_servants')];

  return {
    async serve(atWork: EventsAtWork, { limits, knownDossiers, onRecords = quiet }: Serving = {}) {
      const app = await createService({
        name: 'test',
        version: '0',
        logger: silent,
        limits: { ...DEFAULT_LIMITS, ...limits },
        random: () => 0,
      });
      let arrived = 0;
      // The last thing before a door: whatever arrived is at work in the same turn, or waits.
      app.addHook('preHandler', (_request, _reply, done) => {
        arrived += 1;
        done();
      });
      await addNationalSyncDoor(app, {
        atWork,
        snapshots: dossiers,
        hubKey,
        clock,
        agencies,
        knownDossiers: knownDossiers ?? createFindKnownDossiers(pool, quiet),
        figures: countBySender(createMetrics('test')),
        senderCheck: { senders: undefined, secret: Buffer.alloc(32), clock, isSessionRequired: false },
      });
      await addProceduresDoor(app, {
        atWork,
        publisher,
        hubKey,
        clock,
        standing: () => procedures.standing(),
      });
      await addEdxmlDoor(app, {
        atWork,
        publisher,
        knownFacts: createKnownFacts(pool, quiet),
        attachments: createAttachments(folderStore(folder), masterKey),
        clock,
        hubKey,
        topicPrefix,
        bodyBytesMax: DEFAULT_LIMITS.bodyBytes,
      });
      const snapshots: SnapshotPublisher = {
        publish(drafts, options) {
          onRecords();
          return records.publish(drafts, options);
        },
        plan: (drafts) => records.plan(drafts),
      };
      await addRecordsDoor(app, { atWork, snapshots, hubKey, clock });
      const address = await listen(app, { host: '127.0.0.1', port: 0 });
      return {
        app,
        address,
        port: Number(new URL(address).port),
        /** Messages that came to a door, whole. */
        arrived: () => arrived,
        async post(door: string, contentType: string, text: string) {
          const headers = { 'content-type': contentType };
          const answer = await fetch(`${address}${door}`, { method: 'POST', headers, body: text });
          const retryAfter = answer.headers.get('retry-after');
          const body: NativeAnswer = JSON.parse(await answer.text());
          return { status: answer.status, retryAfter, body };
        },
      };
    },
    async shut(): Promise<void> {
      await procedures.stop();
      await hub.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A sample of the conformance kit, as it is sent. */
export function sample(file: string): string {
  const found = readSamples().find((each) => each.file === file);
  if (found === undefined) throw new Error(`there is no sample ${file}`);
  return bodyOf(found).toString();
}

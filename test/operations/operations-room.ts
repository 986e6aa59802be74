// The operations service beside a portal, with everything real behind them; what is stated at its doors is read back opened.

import type { HubEvent } from '#schemas/generated/events.ts';
import { GROUP_NAMES, GROUPS, type GroupName } from '#schemas/read-models/groups.ts';
import { createEventDecoder } from '#shared/avro/event-decoder.ts';
import { createSchemaRegistryClient } from '#shared/avro/registry-client.ts';
import { createKafkaClient, withAdmin } from '#shared/kafka/client.ts';
import { fetchLogBounds } from '#shared/kafka/log-bounds.ts';
import { sql } from '#shared/postgres/pool.ts';
import type { Receipt } from '#shared/publishing/receipt.ts';
import type { Fault } from '#shared/pure/fault.ts';
import { readKeyFile } from '#shared/sealing/key-files.ts';
import { MasterKey } from '#shared/sealing/master-key.ts';
import { keysToOpen, openParts } from '#shared/sealing/open.ts';
import { startOperations } from '../../services/operations/app.ts';
import { hubKey, knowing, openRoom, type RoomOptions } from '../portal/portal-room.ts';
import { silent } from '../projector/hub.ts';

/** The agency that runs the hub of these tests. */
export const HUB_AGENCY = 'H44';

export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
  readonly body: {
    readonly receipts: readonly Receipt[];
    /** Of a dry run what would be published, of `GET /v1/events` what was. */
    readonly events: readonly {
      readonly topic: string;
      readonly key: string;
      readonly event: Record<string, unknown>;
      readonly factId: string;
      readonly [member: string]: unknown;
    }[];
    readonly errors: readonly Fault[];
    readonly code: string;
    readonly title: string;
    readonly detail: string;
    readonly cursor?: string;
    readonly [member: string]: unknown;
  };
}

/** A fact as it was kept, with its sealed parts opened. */
export interface KeptStatement {
  readonly group: GroupName;
  readonly key: string;
  readonly event: HubEvent;
  readonly opened: readonly { readonly keyOwner: string; readonly fields: Record<string, unknown> }[];
}

export type OperationsRoom = Awaited<ReturnType<typeof openOperations>>;

/** Opens it; `close` in `afterAll`. */
export async function openOperations(options?: RoomOptions) {
  const room = await openRoom(options);
  const operations = await startOperations({ ...room.config, hubAgency: HUB_AGENCY }, silent);
  const decode = createEventDecoder(createSchemaRegistryClient({ url: room.config.schemaRegistryUrl }));
  const masterKey = new MasterKey(readKeyFile('MASTER_KEY_FILE', room.config.masterKeyFile));

  async function call(
    method: string,
    target: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const answer = await fetch(new URL(target, operations.address), {
      method,
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    const { status } = answer;
    return { status, type: answer.headers.get('content-type') ?? '', text, body: JSON.parse(text) };
  }

  function groupOf({ topic }: Receipt): GroupName {
    const group = GROUP_NAMES.find((name) => room.hub.prefix + GROUPS[name].topic === topic);
    if (group === undefined) throw new Error(`${topic} feeds no group`);
    return group;
  }

  /** Waits until the read models have what was stated. */
  async function kept(receipts: readonly Receipt[]): Promise<void> {
    for (const receipt of receipts) {
      const { topic, partition, offset } = receipt;
      await room.hub.kept(groupOf(receipt), [{ topic, partition, offset }]);
    }
  }

  return {
    ...room,
    hubKey,
    operations: operations.address,
    call,
    kept,
    post: (target: string, body: unknown, headers: Record<string, string> = {}) =>
      call('POST', target, body, headers),
    get: (target: string, headers: Record<string, string> = {}) => call('GET', target, undefined, headers),
    /** States it and waits until it is projected. */
    async state(target: string, body: unknown, method = 'POST'): Promise<Answer> {
      const answer = await call(method, target, body);
      if (answer.status !== 202) throw new Error(`${method} ${target}: ${answer.status} ${answer.text}`);
      await kept(answer.body.receipts);
      return answer;
    },
    /** The fact behind a receipt, from the read models. */
    async statementAt(receipt: Receipt | undefined): Promise<KeptStatement> {
      if (receipt === undefined) throw new Error('no receipt');
      await kept([receipt]);
      const group = groupOf(receipt);
      const [row] = await room.hub.pool.query<{ aggregate_key: string; payload: Buffer }>(sql`
        select aggregate_key, payload from ${sql.ident('read', GROUPS[group].factView)}
        where partition = ${receipt.partition} and record_offset = ${receipt.offset}`);
      const decoded = row === undefined ? undefined : await decode(row.payload);
      if (row === undefined || decoded?.kind !== 'event') throw new Error('the fact is not there');
      const keys = await keysToOpen(room.hub.pool, masterKey, [decoded.event]);
      const opened = openParts(decoded.event, keys);
      return {
        group,
        key: row.aggregate_key,
        event: decoded.event,
        opened: opened.map(({ keyOwner, fields }) => ({ keyOwner, fields: { ...fields } })),
      };
    },
    /** How many records the topics hold, as the broker says. */
    recordsInLog: (): Promise<number> =>
      withAdmin(createKafkaClient(room.hub.connection), async (admin) => {
        const bounds = await Promise.all(
          GROUP_NAMES.map((group) => fetchLogBounds(admin, room.hub.topicOf(group))),
        );
        return bounds.flatMap((topic) => [...topic.values()]).reduce((sum, { high }) => sum + high, 0);
      }),
    /** What the portal answers once it knows these. */
    async portal(target: string, receipts: readonly Receipt[], question?: unknown): Promise<Answer['body']> {
      const url = `${target}${target.includes('?') ? '&' : '?'}${knowing(receipts)}`;
      const answer = await room.ask(url, {
        headers: { 'hub-purpose': 'PRE_CHECK', 'content-type': 'application/json' },
        ...(question !== undefined && { method: 'POST', body: JSON.stringify(question) }),
      });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${url}: ${answer.status} ${text}`);
      return JSON.parse(text);
    },
    async close(): Promise<void> {
      await operations.stop();
      await room.close();
    },
  };
}

// The edXML door over HTTP, with a real Kafka, registry, projector and PostgreSQL behind it; what was published is read back from
// the topic and opened.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EventData } from '#schemas/generated/events.ts';
import { createAttachments } from '../../services/document-management/outbound/attachments.ts';
import { folderStore } from '../../services/document-management/outbound/folder-store.ts';
import { until } from '../support/wait.ts';
import { BAD_FILES, EDXML_MISSING, edxmlExample, edxmlFile, MANIFEST } from './edxml-files.ts';
import { expectDocument, expectStatus } from './expected-facts.ts';
import { type ReceiptOfTest, type RunningHub, startHub } from './running-hub.ts';

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly receipts: readonly ReceiptOfTest[];
  readonly problem: {
    readonly code?: string;
    readonly errors?: readonly { pointer: string; code: string }[];
  };
}

interface Request {
  readonly type?: string;
  readonly query?: string;
  readonly door?: string;
}

describe.skipIf(EDXML_MISSING)('POST /v1/edxml', () => {
  let hub: RunningHub;

  beforeAll(async () => {
    hub = await startHub();
  });

  afterAll(async () => {
    await hub.stop();
  });

  async function send(
    message: Buffer | string,
    { type = 'application/xml', query = '', door = '/v1/edxml' }: Request = {},
  ): Promise<Answer> {
    const headers = { 'content-type': type };
    const body = typeof message === 'string' ? message : new Uint8Array(message);
    const answer = await fetch(`${hub.address}${door}${query}`, { method: 'POST', headers, body });
    const text = await answer.text();
    const parsed = JSON.parse(text);
    return { status: answer.status, body: text, receipts: parsed.receipts ?? [], problem: parsed };
  }

  /** The document 003 under another number, so that tests do not meet. */
  function renumbered(number: string, example = 'doc/003'): string {
    return edxmlExample(example).toString().replaceAll('1203', number);
  }

  async function sendNew(message: Buffer | string): Promise<readonly ReceiptOfTest[]> {
    const { status, receipts } = await send(message);
    expect(status).toBe(202);
    await hub.projected(receipts);
    return receipts;
  }

  describe('publishes every value of the manifest', () => {
    test.each(MANIFEST.docs)('$file', async (entry) => {
      const { status, receipts } = await send(edxmlFile(entry.file));
      expect([200, 202]).toContain(status);
      expectDocument(entry, await hub.factsOf(receipts));
    });

    test.each(MANIFEST.status)('$file', async (entry) => {
      const { status, receipts } = await send(edxmlFile(entry.file));
      expect([200, 202]).toContain(status);
      expectStatus(entry, await hub.factsOf(receipts));
    });

    test.each(['application/xml; charset=utf-8', 'text/xml', 'application/edxml+xml;charset="UTF-8"'])(
      'as %s',
      async (type) => {
        const { status } = await send(renumbered(`70${type.length}`), { type });
        expect(status).toBe(202);
      },
    );
  });

  describe('tells a repeat at once', () => {
    test('the same document again: 200 with the first receipts', async () => {
      const first = await sendNew(renumbered('8001'));
      const again = await send(renumbered('8001'));
      expect(again.status).toBe(200);
      expect(again.receipts).toEqual(first);
    });

    test('to fewer recipients: 200; to more: 202, and only the new one is published', async () => {
      const first = await sendNew(renumbered('8002', 'doc/099'));
      const more = await sendNew(renumbered('8002'));
      expect(more.slice(0, 2)).toEqual(first);
      expect(more).toHaveLength(3);
      const fewer = await send(renumbered('8002', 'doc/099'));
      expect([fewer.status, fewer.receipts]).toEqual([200, first]);
    });

    test('another body: 409, and the first one stands', async () => {
      const first = await sendNew(renumbered('8003'));
      const before = await hub.published();
      const other = await send(renumbered('8003', 'bad/B06'));
      expect(other.status).toBe(409);
      expect(other.problem.errors).toMatchObject([
        { pointer: '/MessageHeader/DocumentId', code: 'DOCUMENT_ID_CONFLICT' },
      ]);
      expect((await send(renumbered('8003'))).receipts).toEqual(first);
      expect(await hub.published()).toBe(before);
    });

    test('an update of a known document is no conflict, and itself repeats as 200', async () => {
      await sendNew(edxmlExample('doc/004').toString().replaceAll('1204', '8004'));
      const update = edxmlExample('doc/043').toString().replaceAll('1204', '8004');
      const first = await sendNew(update);
      const again = await send(update);
      expect([again.status, again.receipts]).toEqual([200, first]);
    });

    test('a status twice: 200', async () => {
      const status = renumbered('8005', 'status/S02');
      const first = await sendNew(status);
      const again = await send(status);
      expect([again.status, again.receipts]).toEqual([200, first]);
    });
  });

  describe('refuses', () => {
    const bad = BAD_FILES.filter(({ suggestedErrorCode }) => suggestedErrorCode !== 'DOCUMENT_ID_CONFLICT');

    test.each(bad)('$file: $what', async ({ file, suggestedErrorCode }) => {
      const before = await hub.published();
      const { status, body, problem } = await send(edxmlFile(file));
      expect(status).toBe(/^(XML|EMPTY)_/.test(suggestedErrorCode) ? 400 : 422);
      expect(problem.errors?.map(({ code }) => code)).toContain(suggestedErrorCode);
      expect(body).not.toContain(hostname());
      expect(await hub.published()).toBe(before);
    });

    test('a message cut off, and takes the whole one under the same id afterwards', async () => {
      const whole = renumbered('8101');
      expect((await send(whole.slice(0, 4000))).status).toBe(400);
      expect((await send(whole)).status).toBe(202);
    });

    test.each([
      ['JSON', { type: 'application/json' }, 415, 'MEDIA_TYPE_UNSUPPORTED'],
      ['plain text', { type: 'text/plain' }, 415, 'MEDIA_TYPE_UNSUPPORTED'],
      ['another charset', { type: 'text/xml; charset=windows-1258' }, 400, 'MALFORMED_MESSAGE'],
      ['an unknown parameter', { query: '?dry=1' }, 400, 'MALFORMED_REQUEST'],
    ])('%s', async (_what, request, status, code) => {
      const answer = await send(renumbered('8102'), request);
      expect([answer.status, answer.problem.code]).toEqual([status, code]);
    });

    test('20 MB', async () => {
      const { status, problem } = await send(Buffer.alloc(20 * 1024 * 1024, 0x20));
      expect([status, problem.code]).toEqual([413, 'BODY_TOO_LARGE']);
    });

    test('XML at the CloudEvents door', async () => {
      expect((await send(renumbered('8103'), { door: '/v1/events' })).status).toBe(415);
    });
  });

  test('a dry run publishes nothing and says what would be', async () => {
    const before = await hub.published();
    const { status, body } = await send(renumbered('8201'), { query: '?dryRun=true' });
    expect(status).toBe(200);
    const { events } = JSON.parse(body);
    expect(
      events.map(({ key, event }: { key: string; event: { eventName: string } }) => [key, event.eventName]),
    ).toEqual([
      ['H44,2026-09-01,8201/UBND-KSTT', 'DocumentRegistered'],
      ['H44,2026-09-01,8201/UBND-KSTT', 'DocumentSent'],
      ['H44,2026-09-01,8201/UBND-KSTT', 'DocumentSent'],
    ]);
    expect(await hub.published()).toBe(before);
  });

  describe('attachments', () => {
    const keptFiles = (): readonly string[] =>
      existsSync(hub.attachmentsFolder)
        ? readdirSync(hub.attachmentsFolder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
            entry.isFile() ? [entry.name] : [],
          )
        : [];

    test('are kept by the hash that the fact names, before it is published', async () => {
      const receipts = await sendNew(renumbered('1290'));
      const [registered] = await hub.factsOf(receipts);
      expect(registered?.eventName).toBe('DocumentRegistered');
      const told: EventData['DocumentRegistered'] = JSON.parse(JSON.stringify(registered?.data));
      const attachments = createAttachments(folderStore(hub.attachmentsFolder), hub.masterKey);
      expect(told.attachments).not.toEqual([]);
      for (const { archiveEntry, sha256, sizeBytes } of told.attachments) {
        const bytes = await attachments.read(archiveEntry?.sha256 ?? sha256);
        expect(bytes?.length).toBe(archiveEntry?.sizeBytes ?? sizeBytes);
      }
    });

    test('that cannot be kept are 503, nothing is published, and the same message is taken later', async () => {
      const before = await hub.published();
      const [aside, message] = [`${hub.attachmentsFolder}.aside`, renumbered('1291')];
      renameSync(hub.attachmentsFolder, aside);
      writeFileSync(hub.attachmentsFolder, 'no folder');
      const refused = await send(message);
      expect([refused.status, refused.problem.code]).toEqual([503, 'ATTACHMENTS_UNAVAILABLE']);
      expect(await hub.published()).toBe(before);
      rmSync(hub.attachmentsFolder);
      expect((await send(message, { query: '?dryRun=true' })).status).toBe(200);
      expect(keptFiles()).toEqual([]);
      expect((await send(message)).status).toBe(202);
      expect(keptFiles()).not.toEqual([]);
      rmSync(aside, { recursive: true });
    });
  });

  test('the CloudEvents door links a document to a dossier', async () => {
    const event = {
      specversion: '1.0',
      id: 'link-1',
      source: '/agencies/H44/document-management',
      type: 'vn.gov.document-management.document-linked-to-dossier.v1',
      subject: 'H44,2026-09-01,1203/UBND-KSTT',
      time: '2026-09-02T01:00:00.000Z',
      data: { dossierCode: 'H44.150-260914-0012' },
    };
    const request = { type: 'application/cloudevents+json', door: '/v1/events' };
    const { status, receipts } = await send(JSON.stringify(event), request);
    expect(status).toBe(202);
    expect(await hub.factsOf(receipts)).toMatchObject([
      { eventName: 'DocumentLinkedToDossier', key: 'H44,2026-09-01,1203/UBND-KSTT', agency: 'H44' },
    ]);
  });

  test('the process starts from its environment and ends when told', async () => {
    const main = path.resolve(import.meta.dirname, '../../services/document-management/main.ts');
    const env = { ...process.env, ...hub.environment };
    const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(child, 'exit');
    const lines: string[] = [];
    child.stdout.setEncoding('utf8').on('data', (text: string) => lines.push(text));
    await until(() => lines.join('').includes('answering this machine only'), {
      what: 'the adapter to answer',
    });
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  });

  test('no personal value is in the topic or in the log', () => {
    const personal = /Phan Trọng Hiếu|Đỗ Thị Lan Anh|Bùi Quang Vinh|0900000|@example|@phutho|đẩy mạnh số hóa/;
    expect(hub.records.length).toBeGreaterThan(80);
    for (const { value } of hub.records) expect(value?.toString()).not.toMatch(personal);
    expect(hub.logged.join('\n')).not.toMatch(personal);
  });
});

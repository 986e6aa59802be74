// Attachments kept by their content: in a folder and in a storage that checks every signature; sealed, whole, once.
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MasterKey } from '#shared/sealing/master-key.ts';
import { readConfig } from '../../services/document-management/config.ts';
import { StorageUnavailableError } from '../../services/document-management/outbound/attachment-store.ts';
import { createAttachments } from '../../services/document-management/outbound/attachments.ts';
import { folderStore } from '../../services/document-management/outbound/folder-store.ts';
import { s3Store } from '../../services/document-management/outbound/s3-store.ts';

const masterKey = new MasterKey(Buffer.alloc(32, 9));
/** What OpenSSL says of a tag that does not fit. */
const UNAUTHENTIC = 'unable to authenticate data';
const fileOf = (bytes: Buffer) => ({ sha256: createHash('sha256').update(bytes).digest('hex'), bytes });
const letter = fileOf(Buffer.concat([Buffer.from('%PDF-1.7 Quyết định '), randomBytes(200_000)]));
const other = fileOf(Buffer.from('%PDF-1.7 other'));

describe('in a folder', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'attachments-'));
  const attachments = createAttachments(folderStore(path.join(folder, 'kept')), masterKey);
  const files = (): string[] =>
    readdirSync(path.join(folder, 'kept'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('a file comes back as it was, whoever sent it how often, and is there once', async () => {
    await Promise.all([attachments.keep([letter, other, letter]), attachments.keep([letter])]);
    expect(await attachments.read(letter.sha256)).toEqual(letter.bytes);
    expect(await attachments.read(other.sha256)).toEqual(other.bytes);
    expect(await attachments.read('0'.repeat(64))).toBeUndefined();
    expect(
      files()
        .map((file) => path.basename(file))
        .toSorted(),
    ).toEqual([letter.sha256, other.sha256].toSorted());
  });

  test('what lies there is sealed: nothing of it can be read without the key', async () => {
    for (const file of files()) expect(readFileSync(file).includes('%PDF')).toBe(false);
    const stranger = createAttachments(
      folderStore(path.join(folder, 'kept')),
      new MasterKey(Buffer.alloc(32, 8)),
    );
    await expect(stranger.read(letter.sha256)).rejects.toThrow(UNAUTHENTIC);
  });

  test('what was changed, cut or put in the place of another does not come back', async () => {
    const [first = '', second = ''] = files();
    const [one, two] = [readFileSync(first), readFileSync(second)];
    const changed = Buffer.from(one);
    changed.writeUInt8(changed.readUInt8(changed.length - 20) ^ 1, changed.length - 20);
    writeFileSync(first, changed);
    await expect(attachments.read(path.basename(first))).rejects.toThrow(UNAUTHENTIC);
    writeFileSync(first, two);
    await expect(attachments.read(path.basename(first))).rejects.toThrow(UNAUTHENTIC);
    truncateSync(second, 50);
    await expect(attachments.read(path.basename(second))).rejects.toThrow('no sealed file');
    writeFileSync(first, one);
    writeFileSync(second, two);
  });

  test('a folder that is none is a storage that is not available', async () => {
    writeFileSync(path.join(folder, 'file'), '');
    const gone = createAttachments(folderStore(path.join(folder, 'file', 'kept')), masterKey);
    await expect(gone.keep([letter])).rejects.toThrow(StorageUnavailableError);
    await expect(gone.read(letter.sha256)).rejects.toThrow(StorageUnavailableError);
  });
});

/** A storage that takes nothing that is not signed as the standard says; written from the standard, not from our signer. */
class StrictStorage {
  readonly objects = new Map<string, Buffer>();
  readonly refusals: string[] = [];
  readonly server: Server;
  status: number | undefined;

  constructor(secret: string) {
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks);
        const fault = faultOf(request, body, secret);
        if (fault !== undefined) this.refusals.push(fault);
        const status = this.status ?? (fault === undefined ? this.#answer(request, body) : 403);
        response
          .writeHead(status)
          .end(status === 200 && request.method === 'GET' ? this.objects.get(request.url ?? '') : '');
      });
    });
  }

  #answer({ method, url = '' }: IncomingMessage, body: Buffer): number {
    if (method === 'PUT') this.objects.set(url, body);
    return this.objects.has(url) ? 200 : 404;
  }
}

function faultOf(
  { headers, method, url = '' }: IncomingMessage,
  body: Buffer,
  secret: string,
): string | undefined {
  const form =
    /^AWS4-HMAC-SHA256 Credential=(\w+)\/(\d{8})\/([\w-]+)\/s3\/aws4_request, SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})$/;
  const [, id, day = '', region = '', names = '', signature] = form.exec(headers.authorization ?? '') ?? [];
  if (id !== 'HUB') return 'InvalidAccessKeyId';
  const time = String(headers['x-amz-date']);
  if (!/^\d{8}T\d{6}Z$/.test(time) || !time.startsWith(day)) return 'time';
  const hash = createHash('sha256').update(body).digest('hex');
  if (headers['x-amz-content-sha256'] !== hash) return 'XAmzContentSHA256Mismatch';
  const signed = names.split(';');
  if (!signed.includes('host') || signed.join() !== signed.toSorted().join()) return 'headers';
  const lines = signed.map((name) => `${name}:${String(headers[name]).trim()}\n`).join('');
  const canonical = `${method}\n${url}\n\n${lines}\n${names}\n${hash}`;
  const scope = `${day}/${region}/s3/aws4_request`;
  const text = `AWS4-HMAC-SHA256\n${time}\n${scope}\n${createHash('sha256').update(canonical).digest('hex')}`;
  const hmac = (key: Buffer | string, data: string): Buffer =>
    createHmac('sha256', key).update(data).digest();
  const key = hmac(hmac(hmac(hmac(`AWS4${secret}`, day), region), 's3'), 'aws4_request');
  return hmac(key, text).toString('hex') === signature ? undefined : 'SignatureDoesNotMatch';
}

describe('in an S3-compatible storage', () => {
  const storage = new StrictStorage('a secret');
  let bucketUrl: string;
  beforeAll(async () => {
    storage.server.listen(0, '127.0.0.1');
    await once(storage.server, 'listening');
    const address = storage.server.address();
    bucketUrl = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/attachments`;
  });
  afterAll(() => storage.server.close());

  const storedWith = (secretAccessKey: string) =>
    createAttachments(
      s3Store({ bucketUrl, region: 'vn-1', credentials: { accessKeyId: 'HUB', secretAccessKey } }),
      masterKey,
    );

  test('a file comes back as it was, and is written once', async () => {
    const attachments = storedWith('a secret');
    await attachments.keep([letter, other]);
    const before = storage.objects.get(`/attachments/${letter.sha256}`);
    await attachments.keep([letter]);
    expect(storage.refusals).toEqual([]);
    expect(storage.objects.get(`/attachments/${letter.sha256}`)).toBe(before);
    expect(before?.includes('%PDF')).toBe(false);
    expect(await attachments.read(letter.sha256)).toEqual(letter.bytes);
    expect(await attachments.read('0'.repeat(64))).toBeUndefined();
  });

  test('a wrong secret, a full storage or none at all is a storage that is not available', async () => {
    await expect(storedWith('another').keep([letter])).rejects.toThrow(StorageUnavailableError);
    expect(storage.refusals).toEqual(['SignatureDoesNotMatch']);
    storage.status = 507;
    await expect(storedWith('a secret').keep([letter])).rejects.toThrow(StorageUnavailableError);
    await expect(storedWith('a secret').read(letter.sha256)).rejects.toThrow(StorageUnavailableError);
    storage.status = undefined;
    const nowhere = s3Store({
      bucketUrl: 'http://127.0.0.1:1/attachments',
      region: 'vn-1',
      credentials: { accessKeyId: 'HUB', secretAccessKey: 'a secret' },
    });
    await expect(createAttachments(nowhere, masterKey).keep([letter])).rejects.toThrow(
      StorageUnavailableError,
    );
  });
});

test('the environment names a folder or a bucket, and what is missing is said', () => {
  expect(() => readConfig({})).toThrow('ATTACHMENTS_DIR is not set');
  expect(() => readConfig({ ATTACHMENTS_S3_URL: 'https://user@host/x' })).toThrow(
    /is not the address of a bucket[\s\S]*ATTACHMENTS_S3_ACCESS_KEY_ID is not set[\s\S]*ATTACHMENTS_S3_SECRET_FILE/,
  );
});

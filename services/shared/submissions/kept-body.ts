/**
 * A body as it is kept: with the address and headers that it came with, compressed, then sealed with AES-256-GCM
 * under the day's key and bound to its row, so that a box moved to another row does not open.
 */
import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { zstdCompress, zstdDecompress } from 'node:zlib';

/** What is needed to send a submission down the same path again. */
export interface KeptRequest {
  /** Path with its query, which may hold personal values. */
  readonly url: string;
  /** `content-type` and `ce-*`: what doors read. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Largest body that is kept. */
export const BODY_KEPT_MAX = 1024 * 1024;
/** Body and head, opened. */
const OPENED_MAX = BODY_KEPT_MAX + 128 * 1024;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const LENGTH_BYTES = 4;

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

/** Nonce, ciphertext, tag. `boundTo` must be given again to open it. */
export async function sealRequest(
  { url, headers, body }: KeptRequest,
  key: KeyObject,
  boundTo: string,
): Promise<Buffer> {
  const head = Buffer.from(JSON.stringify({ url, headers }));
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(head.length);
  const plaintext = await compress(Buffer.concat([length, head, body]));
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(boundTo));
  return Buffer.concat([nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

/** @throws Error if the box was tampered with or belongs to another row. */
export async function openRequest(box: Buffer, key: KeyObject, boundTo: string): Promise<KeptRequest> {
  const end = box.length - TAG_BYTES;
  const decipher = createDecipheriv('aes-256-gcm', key, box.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  })
    .setAAD(Buffer.from(boundTo))
    .setAuthTag(box.subarray(end));
  const compressed = Buffer.concat([decipher.update(box.subarray(NONCE_BYTES, end)), decipher.final()]);
  const plaintext = await decompress(compressed, { maxOutputLength: OPENED_MAX });
  const bodyAt = LENGTH_BYTES + plaintext.readUInt32BE(0);
  const head: Omit<KeptRequest, 'body'> = JSON.parse(plaintext.toString('utf8', LENGTH_BYTES, bodyAt));
  return { ...head, body: plaintext.subarray(bodyAt) };
}

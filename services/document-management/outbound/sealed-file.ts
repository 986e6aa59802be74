/**
 * A file as it is kept: AES-256-GCM under a key of its own, which is wrapped by the hub's master key and stands before
 * it. Bound to the content's hash: a file that was swapped for another does not open.
 */
import { createCipheriv, createDecipheriv, createHash, createSecretKey, randomBytes } from 'node:crypto';
import type { MasterKey } from '#shared/sealing/master-key.ts';

/** Format and version. */
const MARK = Buffer.from('MLF1');
const KEY_BYTES = 32;
/** Nonce, key, tag. */
const WRAPPED_BYTES = 12 + KEY_BYTES + 16;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const NONCE_AT = MARK.length + WRAPPED_BYTES;
const CONTENT_AT = NONCE_AT + NONCE_BYTES;

/** Mark, wrapped key, nonce, ciphertext, tag. */
export function sealFile(bytes: Buffer, sha256: string, masterKey: MasterKey): Buffer {
  const key = randomBytes(KEY_BYTES);
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', createSecretKey(key), nonce).setAAD(Buffer.from(sha256));
  const wrapped = masterKey.wrap(key, ownerOf(sha256), 1);
  return Buffer.concat([MARK, wrapped, nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
}

/** @throws Error if it is not the file of that hash, whole and untouched. */
export function openFile(sealed: Buffer, sha256: string, masterKey: MasterKey): Buffer {
  if (sealed.length < CONTENT_AT + TAG_BYTES || !sealed.subarray(0, MARK.length).equals(MARK))
    throw new Error('no sealed file of this hub');
  const key = masterKey.unwrap(sealed.subarray(MARK.length, NONCE_AT), ownerOf(sha256), 1);
  const end = sealed.length - TAG_BYTES;
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(NONCE_AT, CONTENT_AT), {
    authTagLength: TAG_BYTES,
  })
    .setAAD(Buffer.from(sha256))
    .setAuthTag(sealed.subarray(end));
  const bytes = Buffer.concat([decipher.update(sealed.subarray(CONTENT_AT, end)), decipher.final()]);
  if (createHash('sha256').update(bytes).digest('hex') !== sha256)
    throw new Error('the file is not the one of its name');
  return bytes;
}

function ownerOf(sha256: string): string {
  return `attachment/${sha256}`;
}

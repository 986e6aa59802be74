/** The key of keys: wraps the keys of personal data, so that a copy of the database alone opens nothing. */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  type KeyObject,
  randomBytes,
} from 'node:crypto';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export class MasterKey {
  readonly #key: KeyObject;

  /** @throws RangeError unless the key has 32 bytes. */
  constructor(key: Buffer) {
    if (key.length !== 32) throw new RangeError('the master key must have 32 bytes');
    this.#key = createSecretKey(key);
  }

  /** A key as it may be kept: nonce, ciphertext, tag; bound to its owner and version. */
  wrap(key: Buffer, owner: string, version: number): Buffer {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce).setAAD(boundTo(owner, version));
    return Buffer.concat([nonce, cipher.update(key), cipher.final(), cipher.getAuthTag()]);
  }

  /** @throws Error if the bytes were not wrapped by this key for this owner and version. */
  unwrap(wrapped: Buffer, owner: string, version: number): KeyObject {
    const end = wrapped.length - TAG_BYTES;
    const decipher = createDecipheriv('aes-256-gcm', this.#key, wrapped.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    })
      .setAAD(boundTo(owner, version))
      .setAuthTag(wrapped.subarray(end));
    return createSecretKey(
      Buffer.concat([decipher.update(wrapped.subarray(NONCE_BYTES, end)), decipher.final()]),
    );
  }

  /** What tells this key from another without telling anything about it. */
  checkValue(): Buffer {
    return createHmac('sha256', this.#key).update('mot-lan/key-check/master').digest().subarray(0, 16);
  }
}

function boundTo(owner: string, version: number): Buffer {
  return Buffer.from(`${owner}\0${version}`);
}

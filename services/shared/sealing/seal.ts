/**
 * Seals personal parts (formats.md 3): AES-256-GCM under the owner's key, bound to the fact and the owner, so that
 * a box that is moved to another fact or person does not open.
 */
import { createCipheriv, randomBytes } from 'node:crypto';
import type { Sealed } from '#schemas/generated/events.ts';
import { ValueWriter } from '#shared/avro/value-writer.ts';
import type { SealingKey } from './key-store.ts';
import type { PersonalPart } from './parts.ts';
import type { PersonalCodec } from './personal-codec.ts';

const NONCE_BYTES = 12;
const FACT_BYTES = 16;

/** What a box is bound to: the fact's 16 bytes and the owner's name. */
export function additionalData(factId: string, keyOwner: string): Buffer {
  const bytes = Buffer.allocUnsafe(FACT_BYTES + Buffer.byteLength(keyOwner));
  bytes.write(factId.replaceAll('-', ''), 'hex');
  bytes.write(keyOwner, FACT_BYTES);
  return bytes;
}

/**
 * A part as the log keeps it: ciphertext with the tag (16 bytes) at its end.
 * @throws InvalidValueError if the part does not fit its schema.
 */
export function sealPart(
  part: PersonalPart,
  factId: string,
  personal: PersonalCodec,
  key: SealingKey,
): Sealed {
  const nonce = nextNonce();
  const cipher = createCipheriv('aes-256-gcm', key.key, nonce).setAAD(additionalData(factId, part.keyOwner));
  const ciphertext = cipher.update(plaintextOf(part, personal));
  // In this mode nothing is left to come but the tag.
  cipher.final();
  const box = Buffer.concat([ciphertext, cipher.getAuthTag()]);
  return { keyOwner: part.keyOwner, keyVersion: key.version, nonce, box };
}

const SIZE = 4096;
const out = new ValueWriter(SIZE);

/** In memory that the next part is written over. */
function plaintextOf({ fields }: PersonalPart, personal: PersonalCodec): Buffer {
  out.at = 0;
  if (personal.write(out, fields)) return out.bytes.subarray(0, out.at);
  // The codec knows what is wrong.
  return personal.codec.encode({ ...personal.empty, ...fields });
}

/** Random bytes for so many nonces are fetched at once: a call for each costs thirty times the bytes. */
const NONCES = 256;
let nonces = Buffer.alloc(0);

/** Twelve bytes that were given to nobody else. */
function nextNonce(): Buffer {
  if (nonces.length === 0) nonces = randomBytes(NONCE_BYTES * NONCES);
  const nonce = nonces.subarray(0, NONCE_BYTES);
  nonces = nonces.subarray(NONCE_BYTES);
  return nonce;
}

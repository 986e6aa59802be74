/**
 * Seals personal parts (formats.md 3): AES-256-GCM under the owner's key, bound to the fact and the owner, so that
 * a box that is moved to another fact or person does not open.
 */
import { createCipheriv, randomBytes } from 'node:crypto';
import type { Sealed } from '#schemas/generated/events.ts';
import type { SealingKey } from './key-store.ts';
import type { PersonalPart } from './parts.ts';
import type { PersonalCodec } from './personal-codec.ts';

const NONCE_BYTES = 12;

/** What a box is bound to: the fact's 16 bytes and the owner's name. */
export function additionalData(factId: string, keyOwner: string): Buffer {
  return Buffer.concat([Buffer.from(factId.replaceAll('-', ''), 'hex'), Buffer.from(keyOwner, 'utf8')]);
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
  const plaintext = personal.codec.encode({ ...personal.empty, ...part.fields });
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key.key, nonce).setAAD(additionalData(factId, part.keyOwner));
  const box = Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
  return { keyOwner: part.keyOwner, keyVersion: key.version, nonce, box };
}

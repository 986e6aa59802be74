/**
 * What can be said of a message's signature without certificates: none is there, it cannot be one, or it is
 * unknown. Never VALID: that takes the certificate chain and canonical XML.
 */
import type { SignatureStatus } from '#schemas/generated/events.ts';
import type { ElementReader } from './element-reader.ts';

/** Bytes of SHA-1, SHA-224, SHA-256, SHA-384 and SHA-512. */
const DIGEST_SIZES = new Set([20, 28, 32, 48, 64]);
/** The shortest signature in use: ECDSA over a 256-bit curve. */
const SIGNATURE_SIZE_MIN = 64;
const VALUE_LENGTH_MAX = 10_000;

/** Reads an XMLDSig block (in its namespace or, as the exchange library writes it, outside). */
export function readSignatureStatus(signature: ElementReader): SignatureStatus {
  const value = bytesOf(signature.child('SignatureValue'));
  const references = signature.child('SignedInfo').children('Reference');
  if (value === undefined && references.length === 0) return 'NONE';
  const digests = references.map((reference) => bytesOf(reference.child('DigestValue')));
  const possible =
    value !== undefined &&
    value.length >= SIGNATURE_SIZE_MIN &&
    digests.every((digest) => digest !== undefined && DIGEST_SIZES.has(digest.length));
  return possible ? 'UNKNOWN' : 'INVALID';
}

function bytesOf(element: ElementReader): Buffer | undefined {
  const text = element.ownText(VALUE_LENGTH_MAX);
  return text === undefined ? undefined : Buffer.from(text, 'base64');
}

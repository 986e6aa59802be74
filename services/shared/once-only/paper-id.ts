/** The name of a paper in answers (formats.md 4): the same for the same paper, whatever else becomes known of it. */
import { createHash } from 'node:crypto';

/** First 128 bits of SHA-256 over the parts, base64url: 22 characters. */
export function paperIdOf(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\0')).digest().subarray(0, 16).toString('base64url');
}

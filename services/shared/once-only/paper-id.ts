/** The name of a paper in answers (formats.md 4): the same for the same paper, whatever else becomes known of it. */
import { hash } from 'node:crypto';

/** First 128 bits of SHA-256 over the parts, base64url: 22 characters. */
export function paperIdOf(...parts: readonly string[]): string {
  return hash('sha256', parts.join('\0'), 'buffer').subarray(0, 16).toString('base64url');
}

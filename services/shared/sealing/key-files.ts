/** Reads the hub's two keys from files: 32 bytes as base64 or hex. Nothing of a key is ever in an error. */
import { readFileSync } from 'node:fs';

const KEY_BYTES = 32;
const HEX = /^[0-9a-f]{64}$/i;
const BASE64 = /^[A-Za-z0-9+/_-]{43}=?$/;

/**
 * The key in a file.
 * @throws Error that names the variable, the file and what is wrong with it.
 */
export function readKeyFile(variable: string, file: string): Buffer {
  const text = read(variable, file).trim();
  if (HEX.test(text)) return Buffer.from(text, 'hex');
  const key = BASE64.test(text) ? Buffer.from(text, 'base64') : Buffer.alloc(0);
  if (key.length !== KEY_BYTES) {
    throw new Error(`${variable}: ${file} does not hold a key: expected ${KEY_BYTES} bytes as base64 or hex`);
  }
  return key;
}

function read(variable: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new Error(`${variable}: ${file} cannot be read`, { cause });
  }
}

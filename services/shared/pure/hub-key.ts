/**
 * Everything that is derived from the hub key (formats.md 2): subject keys, body hashes, content-derived ids.
 * A plain hash of an identity number could be guessed; without the key none of these can.
 */
import { hash } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';

/** A person or body as named at the doors. */
export interface Subject {
  readonly type: SubjectType;
  readonly id: string;
}

export const SUBJECT_TYPES = ['PERSON', 'OLD_ID', 'BUSINESS', 'PASSPORT'] as const;
export type SubjectType = (typeof SUBJECT_TYPES)[number];

const SIZE = 16;

export class HubKey {
  readonly #mac: Hmac;

  /** @throws RangeError if the key has fewer than 32 bytes. */
  constructor(key: Buffer) {
    if (key.length < 32) throw new RangeError('the hub key must have at least 32 bytes');
    this.#mac = new Hmac(key);
  }

  /** The only form of a person in keys, logs, metrics and joins: 22 characters of base64url. */
  subjectKey(subject: Subject): string {
    return this.#mac.of(`${subject.type}:${subject.id}`).toString('base64url', 0, SIZE);
  }

  /** 16 bytes over the data as stated, for telling two bodies of one id apart. */
  bodyHash(data: unknown): Buffer {
    return this.bodyHashOfText(canonicalJson(data));
  }

  /** The same over data that are canonical JSON already. */
  bodyHashOfText(canonical: string): Buffer {
    return this.#mac.of(canonical).subarray(0, SIZE);
  }

  /** An id that follows from what is stated: the same statement has the same id whenever it is made. */
  contentId(parts: readonly unknown[]): string {
    return this.#mac.of(canonicalJson(parts)).toString('base64url', 0, SIZE);
  }
}

const BLOCK = 64;
const DIGEST = 32;
const INNER_PAD = 0x36;
const OUTER_PAD = 0x5c;

/**
 * HMAC-SHA-256 (RFC 2104) by two one-shot hashes over blocks that were padded once: a third of the cost of createHmac,
 * which makes an object and a state for every hash.
 */
class Hmac {
  /** The inner block, then room for the text. */
  #inner: Buffer;
  /** The outer block, then room for the inner digest. */
  readonly #outer = Buffer.alloc(BLOCK + DIGEST);

  constructor(key: Buffer) {
    const block = Buffer.alloc(BLOCK);
    block.set(key.length > BLOCK ? hash('sha256', key, 'buffer') : key);
    this.#inner = Buffer.alloc(4096);
    for (const [at, byte] of block.entries()) {
      this.#inner[at] = byte ^ INNER_PAD;
      this.#outer[at] = byte ^ OUTER_PAD;
    }
  }

  /** 32 bytes. */
  of(text: string): Buffer {
    // No character takes more than three bytes for each of its units.
    const needed = BLOCK + text.length * 3;
    if (needed > this.#inner.length) {
      const larger = Buffer.allocUnsafe(needed * 2);
      this.#inner.copy(larger, 0, 0, BLOCK);
      this.#inner = larger;
    }
    const end = BLOCK + this.#inner.write(text, BLOCK);
    this.#outer.write(hash('sha256', this.#inner.subarray(0, end), 'binary'), BLOCK, 'latin1');
    return Buffer.from(hash('sha256', this.#outer, 'binary'), 'latin1');
  }
}

/** The fact's own name: first 128 bits of SHA-256(source, 0x00, id), as lower-case UUID text. */
export function factIdOf(source: string, id: string): string {
  return grouped(hash('sha256', `${source}\0${id}`, 'hex').slice(0, SIZE * 2));
}

/** 16 bytes as UUID text, the form in which PostgreSQL keeps 128 bits best. */
export function uuidText(bytes: Buffer): string {
  return grouped(bytes.toString('hex'));
}

function grouped(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

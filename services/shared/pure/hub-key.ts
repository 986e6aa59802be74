/**
 * Everything that is derived from the hub key (formats.md 2): subject keys, body hashes, content-derived ids.
 * A plain hash of an identity number could be guessed; without the key none of these can.
 */
import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto';
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
  /** As bytes it would be turned into a key object for every hash, which costs four times the hash. */
  readonly #key: KeyObject;

  /** @throws RangeError if the key has fewer than 32 bytes. */
  constructor(key: Buffer) {
    if (key.length < 32) throw new RangeError('the hub key must have at least 32 bytes');
    this.#key = createSecretKey(key);
  }

  /** The only form of a person in keys, logs, metrics and joins: 22 characters of base64url. */
  subjectKey(subject: Subject): string {
    return this.#mac(`${subject.type}:${subject.id}`).toString('base64url');
  }

  /** 16 bytes over the data as stated, for telling two bodies of one id apart. */
  bodyHash(data: unknown): Buffer {
    return this.#mac(canonicalJson(data));
  }

  /** An id that follows from what is stated: the same statement has the same id whenever it is made. */
  contentId(parts: readonly unknown[]): string {
    return this.#mac(canonicalJson(parts)).toString('base64url');
  }

  #mac(text: string): Buffer {
    return createHmac('sha256', this.#key).update(text, 'utf8').digest().subarray(0, SIZE);
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

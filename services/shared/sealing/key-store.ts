/**
 * Keys for sealing, by owner. Promises: a key is in the database before anything is sealed with it; the keys of
 * many owners cost one round trip, also across callers; what was asked for lately is answered without PostgreSQL;
 * a PostgreSQL that is silent costs a look its time and no more.
 */
import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { within } from '#shared/deadline/within.ts';
import type { Pool } from '#shared/postgres/pool.ts';
import { findOrInsertKeys, type KeyRow } from './key-rows.ts';
import type { MasterKey } from './master-key.ts';

/** A key to seal with. */
export interface SealingKey {
  readonly version: number;
  readonly key: KeyObject;
}

/** Whatever hands out keys for sealing. */
export interface SealingKeys {
  /**
   * The key of every owner, made where there is none.
   * @throws KeysUnavailableError, KeyDestroyedError.
   */
  keysOf(owners: readonly string[]): Promise<ReadonlyMap<string, SealingKey>>;
  /** The same at once, where every key is in memory; else undefined. */
  cachedKeysOf(owners: ReadonlySet<string>): ReadonlyMap<string, SealingKey> | undefined;
}

/** PostgreSQL does not answer and a key is not in memory. Nothing was sealed: come again. */
export class KeysUnavailableError extends Error {
  readonly code = 'KEYS_UNAVAILABLE';

  constructor(options?: ErrorOptions) {
    super('keys of personal data cannot be had at the moment', options);
    this.name = 'KeysUnavailableError';
  }
}

/** The data of this owner were erased: nothing more may be sealed for it. */
export class KeyDestroyedError extends Error {
  readonly code = 'KEY_DESTROYED';
  readonly owner: string;

  constructor(owner: string) {
    super('the key was destroyed, the data of its owner are erased');
    this.name = 'KeyDestroyedError';
    this.owner = owner;
  }
}

export interface KeyStoreOptions {
  readonly pool: Pool;
  readonly masterKey: MasterKey;
  /** Keys kept in memory, some 300 bytes each. Default 20,000. */
  readonly cachedMax?: number;
}

/** Owners asked for in one statement. */
const OWNERS_MAX = 1000;
/** A key that somebody else is inserting shows at the next look. */
const LOOKS_MAX = 5;
/** A look that takes longer is given up: its callers come again, and the next owners are asked for. */
const LOOK_MS_MAX = 2000;

interface Waiting {
  readonly resolve: (key: SealingKey) => void;
  readonly reject: (error: unknown) => void;
}

export class KeyStore implements SealingKeys {
  readonly #pool: Pool;
  readonly #masterKey: MasterKey;
  readonly #cachedMax: number;
  /** In order of last use, the oldest first. */
  readonly #cached = new Map<string, SealingKey>();
  readonly #waiting = new Map<string, Waiting[]>();
  #fetching = false;

  constructor({ pool, masterKey, cachedMax = 20_000 }: KeyStoreOptions) {
    this.#pool = pool;
    this.#masterKey = masterKey;
    this.#cachedMax = cachedMax;
  }

  cachedKeysOf(owners: ReadonlySet<string>): ReadonlyMap<string, SealingKey> | undefined {
    const keys = new Map<string, SealingKey>();
    for (const owner of owners) {
      const key = this.#lately(owner);
      if (key === undefined) return undefined;
      keys.set(owner, key);
    }
    return keys;
  }

  async keysOf(owners: readonly string[]): Promise<ReadonlyMap<string, SealingKey>> {
    const entries = await Promise.all(
      [...new Set(owners)].map(
        async (owner) => [owner, this.#lately(owner) ?? (await this.#wait(owner))] as const,
      ),
    );
    return new Map(entries);
  }

  #lately(owner: string): SealingKey | undefined {
    const key = this.#cached.get(owner);
    if (key !== undefined) this.#keep(owner, key);
    return key;
  }

  #keep(owner: string, key: SealingKey): void {
    this.#cached.delete(owner);
    this.#cached.set(owner, key);
    if (this.#cached.size <= this.#cachedMax) return;
    const [oldest] = this.#cached.keys();
    if (oldest !== undefined) this.#cached.delete(oldest);
  }

  #wait(owner: string): Promise<SealingKey> {
    const { promise, resolve, reject } = Promise.withResolvers<SealingKey>();
    const callers = this.#waiting.get(owner);
    if (callers === undefined) this.#waiting.set(owner, [{ resolve, reject }]);
    else callers.push({ resolve, reject });
    if (!this.#fetching) {
      this.#fetching = true;
      // After this turn: the owners of one message, and of others in the same moment, go together.
      setImmediate(() => void this.#fetchAll());
    }
    return promise;
  }

  /** One statement at a time; while it runs, the next one's owners gather. */
  async #fetchAll(): Promise<void> {
    while (this.#waiting.size > 0) {
      const batch = [...this.#waiting].slice(0, OWNERS_MAX);
      for (const [owner] of batch) this.#waiting.delete(owner);
      await this.#fetch(new Map(batch));
    }
    this.#fetching = false;
  }

  async #fetch(callers: ReadonlyMap<string, readonly Waiting[]>): Promise<void> {
    try {
      // What comes after its time is still kept for those who ask again.
      await within(this.#look(callers), LOOK_MS_MAX, () => new Error(`no keys within ${LOOK_MS_MAX} ms`));
    } catch (cause) {
      const error = new KeysUnavailableError({ cause });
      for (const waiting of callers.values()) for (const { reject } of waiting) reject(error);
    }
  }

  async #look(callers: ReadonlyMap<string, readonly Waiting[]>): Promise<void> {
    const found = new Map<string, KeyRow>();
    for (let look = 0; look < LOOKS_MAX && found.size < callers.size; look += 1) {
      const missing = [...callers.keys()].filter((owner) => !found.has(owner));
      const offered = missing.map((owner) => this.#masterKey.wrap(randomBytes(32), owner, 1));
      for (const row of await findOrInsertKeys(this.#pool, missing, offered)) found.set(row.owner, row);
    }
    for (const [owner, waiting] of callers) this.#answer(owner, found.get(owner), waiting);
  }

  #answer(owner: string, row: KeyRow | undefined, waiting: readonly Waiting[]): void {
    if (row === undefined || row.wrapped === null) {
      const error = row === undefined ? new KeysUnavailableError() : new KeyDestroyedError(owner);
      for (const { reject } of waiting) reject(error);
      return;
    }
    const key = { version: row.version, key: this.#masterKey.unwrap(row.wrapped, owner, row.version) };
    this.#keep(owner, key);
    for (const { resolve } of waiting) resolve(key);
  }
}

/** Keys that are kept nowhere, for dry runs: what they seal can never be opened. */
export class ThrowawayKeys implements SealingKeys {
  cachedKeysOf(): undefined {
    return undefined;
  }

  keysOf(owners: readonly string[]): Promise<ReadonlyMap<string, SealingKey>> {
    return Promise.resolve(
      new Map(owners.map((owner) => [owner, { version: 0, key: createSecretKey(randomBytes(32)) }])),
    );
  }
}

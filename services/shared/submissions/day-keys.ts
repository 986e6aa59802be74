/** The keys of kept bodies, one a day (UTC), made when a day's first body is kept and wrapped by the master key. */
import { type KeyObject, randomBytes } from 'node:crypto';
import { type Queryable, sql } from '#shared/postgres/pool.ts';
import type { MasterKey } from '#shared/sealing/master-key.ts';

/** Days whose keys stay in memory: as many as are kept, and a few. */
const CACHED_MAX = 40;

export class DayKeys {
  readonly #on: Queryable;
  readonly #masterKey: MasterKey;
  readonly #cached = new Map<string, KeyObject>();

  constructor(on: Queryable, masterKey: MasterKey) {
    this.#on = on;
    this.#masterKey = masterKey;
  }

  /** The key of a day, made where there is none. */
  async keyOf(day: string): Promise<KeyObject> {
    const cached = this.#cached.get(day);
    if (cached !== undefined) return cached;
    const offered = this.#masterKey.wrap(randomBytes(32), ownerOf(day), 1);
    await this.#on.query(sql`
      insert into records.submission_key (day, wrapped_key) values (${day}::date, ${offered}) on conflict do nothing`);
    const key = await this.existing(day);
    if (key === undefined) throw new Error(`the key of the bodies of ${day} is gone`);
    return key;
  }

  /** Undefined when the day's bodies are too old to be read. */
  async existing(day: string): Promise<KeyObject | undefined> {
    const [row] = await this.#on.query<{ wrapped_key: Buffer }>(
      sql`select wrapped_key from records.submission_key where day = ${day}::date`,
    );
    if (row === undefined) return undefined;
    const key = this.#masterKey.unwrap(row.wrapped_key, ownerOf(day), 1);
    if (this.#cached.size >= CACHED_MAX) this.#cached.clear();
    this.#cached.set(day, key);
    return key;
  }
}

/** `2026-11-22`, of epoch milliseconds. */
export function keyDayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

function ownerOf(day: string): string {
  return `submissions/${day}`;
}

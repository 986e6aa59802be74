/**
 * Slows the guessing of passwords: after some wrong ones in a row an address must wait with that name, and after more
 * with every name, twice as long each time. Nobody can lock a sender out from another address. Bounded: of many
 * addresses those that were wrong longest ago are forgotten first.
 */
import type { Instant } from '#shared/pure/time.ts';

interface Wrong {
  readonly count: number;
  readonly at: Instant;
  readonly waitUntil: Instant;
}

/** Somebody who mistypes is not kept waiting. */
const NAME_TRIES = 5;
/** Several systems of one agency may stand behind one address. */
const ADDRESS_TRIES = 20;
const WAIT_MS_FIRST = 1_000;
const WAIT_MS_MAX = 60_000;
const FORGOTTEN_AFTER_MS = 15 * 60_000;
const REMEMBERED_MAX = 10_000;

export class WrongPasswords {
  readonly #wrong = new Map<string, Wrong>();

  /** How long this name has to wait at this address; 0 if it may try now. */
  waitMs(name: string, address: string, now: Instant): number {
    const waits = keysOf(name, address).map(({ key }) => (this.#wrong.get(key)?.waitUntil ?? now) - now);
    return Math.max(0, ...waits);
  }

  /** Notes a wrong password. */
  wrong(name: string, address: string, now: Instant): void {
    for (const { key, tries } of keysOf(name, address)) {
      const before = this.#wrong.get(key);
      const isRecent = before !== undefined && now - before.at < FORGOTTEN_AFTER_MS;
      const count = (isRecent ? before.count : 0) + 1;
      this.#wrong.delete(key);
      this.#wrong.set(key, { count, at: now, waitUntil: now + waitAfter(count - tries) });
    }
    for (const key of this.#wrong.keys()) {
      if (this.#wrong.size <= REMEMBERED_MAX) break;
      this.#wrong.delete(key);
    }
  }

  /** Notes a right one: the name starts over. The address does not, else one right name would let it guess others. */
  right(name: string, address: string): void {
    this.#wrong.delete(`${address} ${name}`);
  }
}

function waitAfter(triesOver: number): number {
  return triesOver < 0 ? 0 : Math.min(WAIT_MS_MAX, WAIT_MS_FIRST * 2 ** Math.min(triesOver, 10));
}

function keysOf(name: string, address: string) {
  return [
    { key: `${address} ${name}`, tries: NAME_TRIES },
    { key: address, tries: ADDRESS_TRIES },
  ];
}

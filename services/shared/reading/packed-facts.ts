/**
 * Facts as the bytes that the log holds, end to end, each decoded anew when it is asked for: 24 bytes a fact beside its
 * own, where a decoded one costs some kilobytes.
 */
import type { GroupName } from '#schemas/read-models/groups.ts';
import type { Fact } from '#shared/pure/fact.ts';
import type { FactReader, FactRow } from './fact-rows.ts';
import { GrowingNumbers } from './growing-numbers.ts';

/** Where a fact stands in the log of its group. */
export interface FactPlace {
  readonly group: GroupName;
  readonly partition: number;
  readonly offset: number;
}

/**
 * So large that the C library maps each chunk by itself: smaller ones lie between buffers that come and go, and what
 * these leave cannot be given back. What is not written yet takes no memory.
 */
const CHUNK_BYTES = 32 << 20;

export class PackedFacts {
  readonly #reader: FactReader;
  readonly #groups: GroupName[] = [];
  readonly #chunks: Buffer[] = [];
  /** Bytes of the last chunk that are taken. */
  #taken = 0;
  readonly #chunkOf = new GrowingNumbers('narrow');
  readonly #startOf = new GrowingNumbers('narrow');
  readonly #endOf = new GrowingNumbers('narrow');
  /** Group and partition. */
  readonly #streamOf = new GrowingNumbers('narrow');
  readonly #offsetOf = new GrowingNumbers('wide');

  constructor(reader: FactReader) {
    this.#reader = reader;
  }

  /** Keeps a row without its bytes where `payload` is empty; gives its number. */
  add({ stream, partition, record_offset }: FactRow, payload: Buffer): number {
    const chunk = this.#roomFor(payload.length);
    payload.copy(chunk, this.#taken);
    this.#chunkOf.push(this.#chunks.length - 1);
    this.#startOf.push(this.#taken);
    this.#taken += payload.length;
    this.#endOf.push(this.#taken);
    this.#streamOf.push(partition * GROUPS_MAX + this.#numberOf(stream));
    this.#offsetOf.push(record_offset);
    return this.#offsetOf.length - 1;
  }

  placeOf(number: number): FactPlace {
    const stream = this.#streamOf.at(number);
    const group = this.#groups[stream % GROUPS_MAX];
    if (group === undefined) throw new RangeError(`no fact ${number}`);
    return { group, partition: Math.floor(stream / GROUPS_MAX), offset: this.#offsetOf.at(number) };
  }

  factAt(number: number): Fact {
    const chunk = this.#chunks[this.#chunkOf.at(number)];
    const payload = chunk?.subarray(this.#startOf.at(number), this.#endOf.at(number));
    if (payload === undefined || payload.length === 0)
      throw new RangeError(`the bytes of fact ${number} are not kept`);
    const { group, partition, offset } = this.placeOf(number);
    return this.#reader.readAgain({ stream: group, partition, record_offset: offset, payload });
  }

  #roomFor(bytes: number): Buffer {
    const last = this.#chunks.at(-1);
    if (last !== undefined && this.#taken + bytes <= last.length) return last;
    // Not from the allocator's shared pool: it stays for as long as the process lives.
    const chunk = Buffer.allocUnsafeSlow(Math.max(CHUNK_BYTES, bytes));
    this.#chunks.push(chunk);
    this.#taken = 0;
    return chunk;
  }

  #numberOf(group: GroupName): number {
    const known = this.#groups.indexOf(group);
    return known === -1 ? this.#groups.push(group) - 1 : known;
  }
}

const GROUPS_MAX = 16;

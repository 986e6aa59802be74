/**
 * Reads a JSON object member by member and notes every fault with its pointer, so that a sender is told all of them
 * at once. Reading goes on after a fault with a stand-in value; whoever reads must refuse the message at the end.
 */
import type { Fault } from './fault.ts';
import { textFault } from './text.ts';

/** What is wrong with a member; the pointer is added here. */
export type FaultOfMember = Omit<Fault, 'pointer'>;

const TEXT_FAULT_HINTS = {
  NUL: 'remove the character U+0000',
  LONE_SURROGATE: 'send complete characters: a surrogate stands alone',
  BIDI_CONTROL: 'remove the bidirectional controls U+202A–U+202E, U+2066–U+2069',
} as const;

export class ObjectReader {
  /** JSON pointer of the object itself (RFC 6901); empty for the whole message. */
  readonly pointer: string;
  readonly #members: object;
  readonly #faults: Fault[];
  readonly #asked = new Set<string>();
  readonly #faulty = new Set<string>();
  readonly #lists = new Map<string, readonly ObjectReader[]>();
  #isLeftOut = false;

  constructor(members: object, faults: Fault[], pointer = '') {
    this.#members = members;
    this.#faults = faults;
    this.pointer = pointer;
  }

  /** The member as sent; undefined where it is absent or null. */
  get(name: string): unknown {
    this.#asked.add(name);
    if (!this.has(name)) return undefined;
    const value: unknown = Reflect.get(this.#members, name);
    return value ?? undefined;
  }

  /** Whether a member of that name was sent, if only as null. */
  has(name: string): boolean {
    return Object.hasOwn(this.#members, name);
  }

  /** Notes a fault of a member; the first one of each member is enough. */
  fault(name: string, fault: FaultOfMember): void {
    if (this.#faulty.has(name)) return;
    this.#faulty.add(name);
    this.#faults.push({ pointer: `${this.pointer}/${escapePointer(name)}`, ...fault });
  }

  /** A string exactly as sent; a fault if it is none, too long, or holds what no text may hold. */
  text(name: string, lengthMax: number): string | undefined {
    const value = this.get(name);
    if (value === undefined) return undefined;
    if (typeof value !== 'string') {
      this.fault(name, { code: 'TYPE', expected: 'a string', hint: 'put the value in quotation marks' });
      return undefined;
    }
    return this.checkedText(name, value, lengthMax);
  }

  /** The text itself if it may be taken, else undefined and a fault. */
  checkedText(name: string, text: string, lengthMax: number): string | undefined {
    const wrong = textFault(text);
    if (wrong !== undefined) {
      this.fault(name, { code: wrong, expected: 'plain text', hint: TEXT_FAULT_HINTS[wrong] });
      return undefined;
    }
    if (text.length > lengthMax) {
      this.fault(name, { code: 'TOO_LONG', expected: `at most ${lengthMax} characters` });
      return undefined;
    }
    return text;
  }

  /** The value, or the stand-in and a fault where it is missing and nothing else is wrong with it. */
  required<T>(name: string, value: T | undefined, standIn: T, expected: string): T {
    if (value !== undefined) return value;
    this.fault(name, { code: 'REQUIRED', expected });
    return standIn;
  }

  /** A reader for each object of a list; undefined where the list is absent or null. */
  objects(name: string, countMax: number): readonly ObjectReader[] | undefined {
    const value = this.get(name);
    if (value === undefined) return undefined;
    if (!Array.isArray(value)) {
      this.fault(name, { code: 'TYPE', expected: 'a list of objects' });
      return [];
    }
    if (value.length > countMax) {
      this.fault(name, { code: 'TOO_MANY', expected: `at most ${countMax} items` });
      return [];
    }
    const pointer = `${this.pointer}/${escapePointer(name)}`;
    const readers = value.flatMap(
      (item: unknown, index) => readerOf(item, this.#faults, `${pointer}/${index}`) ?? [],
    );
    this.#lists.set(name, readers);
    return readers;
  }

  /** Whether every member is null, a blank text or an empty list: an empty row of a form. */
  isBlank(): boolean {
    return Object.values(this.#members).every(
      (value: unknown) =>
        value === null ||
        (typeof value === 'string' && value.trim() === '') ||
        (Array.isArray(value) && value.length === 0),
    );
  }

  /** Names of members that were sent and that nobody asked for. */
  unasked(): readonly string[] {
    return Object.keys(this.#members).filter((name) => !this.#asked.has(name));
  }

  /** Says that the object states nothing: what nobody asks it for is not missed. */
  leaveOut(): void {
    this.#isLeftOut = true;
  }

  /** Members that nobody asked for, here and in the lists that were read: `TaiLieuNop[].SoTrang`. */
  unread(path = ''): readonly string[] {
    if (this.#isLeftOut) return [];
    const inLists = [...this.#lists].flatMap(([name, readers]) =>
      readers.flatMap((reader) => reader.unread(`${path}${name}[].`)),
    );
    return [...this.unasked().map((name) => `${path}${name}`), ...inLists];
  }

  /** Notes a fault for every member that nobody asked for. */
  refuseUnasked(): void {
    for (const name of this.unasked()) {
      // The name is the sender's own text: enough of it to find the place.
      this.fault(name.slice(0, 64).toWellFormed(), { code: 'UNKNOWN_MEMBER', expected: 'no such member' });
    }
  }
}

/** A reader for what should be an object; undefined and a fault if it is none. */
export function readerOf(value: unknown, faults: Fault[], pointer = ''): ObjectReader | undefined {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return new ObjectReader(value, faults, pointer);
  }
  faults.push({ pointer, code: 'TYPE', expected: 'an object' });
  return undefined;
}

function escapePointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

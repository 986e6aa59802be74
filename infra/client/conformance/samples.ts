/** The samples of the conformance kit: messages with invented values, good and bad, and what the hub says to each. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type AdapterName, type DoorName, doorOf, isAdapterName, isDoorName } from '../doors.ts';
import { membersOf } from '../members.ts';

export interface Sample {
  /** Below `samples`. */
  readonly file: string;
  /** Whose door it is: several have `/v1/events`, each for its own streams. */
  readonly adapter: AdapterName;
  readonly door: DoorName;
  /** Default: the door's own. */
  readonly contentType?: string;
  /** What one learns from it. */
  readonly teaches: string;
  /** The answer to a dry run. */
  readonly expect: Expected;
}

export interface Expected {
  readonly status: number;
  /** `code pointer` of each fault, in the answer's order; empty for a good sample. */
  readonly faults: readonly string[];
}

const FOLDER = path.join(import.meta.dirname, 'samples');

/** Every sample, in the order of the kit's list. */
export function readSamples(): readonly Sample[] {
  const list: unknown = JSON.parse(readFileSync(path.join(FOLDER, 'samples.json'), 'utf8'));
  if (!Array.isArray(list)) throw new TypeError('samples.json holds no list');
  return list.map(sampleOf);
}

/** The bytes that are sent. */
export function bodyOf({ file }: Sample): Buffer {
  return readFileSync(path.join(FOLDER, file));
}

/** As what they are sent. */
export function contentTypeOf({ contentType, door }: Sample): string {
  return contentType ?? doorOf(door).contentType;
}

function sampleOf(read: unknown): Sample {
  const { file, adapter, door, teaches, contentType, status, faults = [] } = membersOf(read);
  if (typeof file !== 'string' || typeof teaches !== 'string' || typeof status !== 'number')
    throw new TypeError('a sample has file, teaches and status');
  if (typeof door !== 'string' || !isDoorName(door)) throw new TypeError(`${file}: no such door`);
  if (typeof adapter !== 'string' || !isAdapterName(adapter)) throw new TypeError(`${file}: no such adapter`);
  if (!Array.isArray(faults)) throw new TypeError(`${file}: faults are a list`);
  const expect = { status, faults: faults.map(String) };
  return { file, adapter, door, teaches, expect, ...(typeof contentType === 'string' && { contentType }) };
}

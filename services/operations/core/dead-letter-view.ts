/** Dead letters as operators see them. */
import { type LetterPlace, nameOfLetter } from './letter-place.ts';

/** Open letters of one cause. */
export interface LetterGroup {
  readonly projection: string;
  readonly fingerprint: string;
  readonly count: number;
  readonly aggregates: number;
  readonly firstFailedAt: Date;
  readonly lastFailedAt: Date;
  readonly example: LetterPlace;
  readonly reason: string;
}

export interface LetterLine extends LetterPlace {
  readonly projection: string;
  readonly fingerprint: string;
  readonly aggregateKey: string | null;
  readonly eventType: string | null;
  readonly reason: string;
  readonly recordedAt: Date;
  readonly failedAt: Date;
}

/** A letter whole. */
export interface Letter extends LetterLine {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly discarded:
    | { readonly at: Date; readonly by: string | undefined; readonly reason: string }
    | undefined;
}

export function viewGroup(group: LetterGroup): Readonly<Record<string, unknown>> {
  const { firstFailedAt, lastFailedAt, example, ...rest } = group;
  return {
    ...rest,
    firstFailedAt: firstFailedAt.toISOString(),
    lastFailedAt: lastFailedAt.toISOString(),
    example: nameOfLetter(example),
  };
}

export function viewLine(line: LetterLine): Readonly<Record<string, unknown>> {
  const { projection, fingerprint, aggregateKey, eventType, reason, recordedAt, failedAt } = line;
  return {
    id: nameOfLetter(line),
    projection,
    topic: line.topic,
    partition: line.partition,
    offset: String(line.offset),
    fingerprint,
    ...(aggregateKey !== null && { aggregateKey }),
    ...(eventType !== null && { eventType }),
    reason,
    recordedAt: recordedAt.toISOString(),
    failedAt: failedAt.toISOString(),
  };
}

/** `decoded`: what a decoder makes of the value. The bytes are those of the log, where personal parts are sealed. */
export function viewLetter(letter: Letter, decoded: unknown): Readonly<Record<string, unknown>> {
  const { key, value, headers, discarded } = letter;
  return {
    ...viewLine(letter),
    headers,
    ...(key !== null && { key: bytesOf(key) }),
    ...(value !== null && { value: bytesOf(value) }),
    decoded,
    ...(discarded !== undefined && { discarded: { ...discarded, at: discarded.at.toISOString() } }),
  };
}

const HEAD_BYTES = 64;

function bytesOf(bytes: Buffer): Readonly<Record<string, unknown>> {
  return {
    bytes: bytes.length,
    headHex: bytes.subarray(0, HEAD_BYTES).toString('hex'),
    base64: bytes.toString('base64'),
  };
}

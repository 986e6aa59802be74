/**
 * What became of a fact, from the copies of it that were found (design 2.4). Pure. The copy that was recorded first
 * stands; an equal one later changes nothing; one with another body, or about something else, is kept and void.
 */
import { formatPosition } from '#shared/pure/fact.ts';

export const RECEIPT_STATUSES = [
  'PENDING',
  'APPLIED',
  'DUPLICATE',
  'CONFLICT',
  'DEAD_LETTER',
  'UNKNOWN',
] as const;
export type ReceiptStatus = (typeof RECEIPT_STATUSES)[number];

/** Where a record stands in the log. */
export interface Place {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

/** A body of the fact that a read model keeps: the earliest copy of it. */
export interface KeptCopy extends Place {
  readonly recordedAt: number;
}

export interface Letter extends Place {
  readonly reason: string;
  readonly isDiscarded: boolean;
}

/** What was found of one (source, id). */
export interface Found {
  /** Bodies, the first recorded first. */
  readonly copies: readonly KeptCopy[];
  readonly letters: readonly Letter[];
}

export interface Verdict {
  readonly status: ReceiptStatus;
  /** Of the copy that was asked about. */
  readonly place?: Place;
  /** Of the copy that counts, where that is another one. */
  readonly stands?: Place;
  readonly recordedAt?: number;
  readonly reason?: string;
}

/** Undefined where nothing was found. `asked` names one copy: by the position of its receipt. */
export function verdictOn({ copies, letters }: Found, asked: Place | undefined): Verdict | undefined {
  const [first, second] = copies;
  const letter = asked === undefined ? letters[0] : letters.find((one) => isSame(one, asked));
  const isLetter = letter !== undefined && (first === undefined || asked !== undefined);
  if (isLetter) {
    const reason = `${letter.isDiscarded ? 'DISCARDED' : 'OPEN'}: ${letter.reason}`;
    return { status: 'DEAD_LETTER', place: letter, reason };
  }
  if (first === undefined) return undefined;
  const { recordedAt } = first;
  if (asked === undefined) {
    if (second === undefined) return { status: 'APPLIED', place: first, recordedAt };
    return { status: 'CONFLICT', place: second, stands: first, recordedAt, reason: 'ID_REUSE' };
  }
  if (isSame(first, asked)) return { status: 'APPLIED', place: first, recordedAt };
  if (copies.some((copy) => isSame(copy, asked)))
    return { status: 'CONFLICT', place: asked, stands: first, recordedAt, reason: 'ID_REUSE' };
  return { status: 'DUPLICATE', place: asked, stands: first, recordedAt, reason: 'KNOWN_BEFORE' };
}

export function isSame(left: Place, right: Place): boolean {
  return left.topic === right.topic && left.partition === right.partition && left.offset === right.offset;
}

export function positionOf({ topic, partition, offset }: Place): string {
  return formatPosition({ topic, partition, offset: String(offset) });
}

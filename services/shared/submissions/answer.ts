/** What an answer says of the submission: how many parts were taken, and what was wrong with the others. Pure. */
import { maskName } from './mask-text.ts';
import type { SubmissionCounts } from './note.ts';
import type { KeptFault } from './submission.ts';

export interface ReadAnswer {
  /** Parts whose outcome is unknown are in neither count. */
  readonly counts: SubmissionCounts;
  /** The code of a problem document, or of what stopped a message half-way. */
  readonly problem: string | null;
  readonly faults: readonly KeptFault[];
  readonly faultCount: number;
  /** The `source` of the first receipt. */
  readonly source: string | undefined;
}

const FAULTS_KEPT_MAX = 100;
const TEXT_MAX = 200;

/** Reads what a door is about to send: receipts, the plan of a dry run, or a problem document. */
export function readAnswer(payload: unknown): ReadAnswer {
  if (!isRecord(payload)) return { ...NOTHING, counts: { taken: 0, refused: 0 } };
  const { receipts, events, errors, code, type } = payload;
  if (Array.isArray(receipts)) return readParts(receipts);
  if (Array.isArray(events)) return readParts(events);
  const isProblem = typeof code === 'string' && typeof type === 'string';
  if (!isProblem) return { ...NOTHING, counts: { taken: 0, refused: 0 } };
  const told: readonly unknown[] = Array.isArray(errors) ? errors : [];
  return {
    counts: { taken: 0, refused: 1 },
    problem: code,
    faults: keptFaults(told),
    faultCount: told.length,
    source: undefined,
  };
}

const NOTHING = { problem: null, faults: [], faultCount: 0, source: undefined } as const;

function readParts(parts: readonly unknown[]): ReadAnswer {
  const counts = { taken: 0, refused: 0 };
  let problem: string | null = null;
  let faultCount = 0;
  let source: string | undefined;
  const faults: KeptFault[] = [];
  for (const part of parts) {
    if (!isRecord(part)) continue;
    if (source === undefined && typeof part['source'] === 'string') source = part['source'];
    const { status, code, errors } = part;
    if (status === 'REJECTED' || status === 'NOT_SENT') counts.refused += 1;
    else if (status !== 'UNKNOWN') counts.taken += 1;
    if (typeof code === 'string' && problem !== 'DELIVERY_UNKNOWN') problem = code;
    if (!Array.isArray(errors)) continue;
    faultCount += errors.length;
    if (faults.length < FAULTS_KEPT_MAX) faults.push(...keptFaults(errors, part['line']));
  }
  return { counts, problem, faults: faults.slice(0, FAULTS_KEPT_MAX), faultCount, source };
}

function keptFaults(told: readonly unknown[], partsLine?: unknown): KeptFault[] {
  return told.slice(0, FAULTS_KEPT_MAX).flatMap((fault) => {
    if (!isRecord(fault)) return [];
    const { pointer, code, expected, line = partsLine } = fault;
    const place = typeof line === 'number' ? `/lines/${line}` : '';
    return [{ pointer: keptPointer(place + text(pointer)), code: text(code), expected: text(expected) }];
  });
}

/** Names of members are the sender's own words: what does not look like a name is masked. */
export function keptPointer(pointer: string): string {
  return pointer.slice(0, TEXT_MAX).split('/').map(maskName).join('/');
}

function text(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, TEXT_MAX) : '';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

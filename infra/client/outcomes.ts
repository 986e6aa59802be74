/** What a door's answer says of each line of a portion, or of a whole file. */
import { parsedMembers } from './members.ts';
import type { DoorAnswer } from './post.ts';

/** What is wrong with a line, in the door's words. */
export interface Refusal {
  /** From 1, where the door took lines. */
  readonly line?: number;
  readonly pointer: string;
  readonly code: string;
  readonly expected: string;
  readonly hint?: string;
}

/** What became of a line. */
export type Outcome =
  | { readonly status: 'ACCEPTED'; readonly receipt: Receipt }
  | { readonly status: 'REJECTED'; readonly errors: readonly Refusal[] }
  /** Perhaps in the log: to be sent again. */
  | { readonly status: 'UNKNOWN' };

/** What the door says of one event or record; doors add members of their own. */
export interface Receipt {
  readonly line?: number;
  readonly status?: string;
  readonly id?: string;
  readonly source?: string;
  readonly position?: string;
  readonly errors?: readonly Refusal[];
  readonly [member: string]: unknown;
}

interface Body {
  readonly receipts?: readonly Receipt[];
  /** Of a dry run: what would be published, refused ones among them. */
  readonly events?: readonly Receipt[];
  /** Of a problem document. */
  readonly errors?: readonly Refusal[];
  readonly title?: string;
  readonly detail?: string;
  readonly code?: string;
}

/**
 * Of every line of a portion, in its order.
 * @throws Error with the door's words if the answer does not speak of each of them.
 */
export function outcomesOfLines(answer: DoorAnswer, count: number): readonly Outcome[] {
  const body = read(answer);
  const told = body.receipts ?? body.events ?? [];
  const byLine = new Map(told.map((receipt, at) => [receipt.line ?? at + 1, receipt]));
  const outcomes = Array.from({ length: count }, (_, at): Outcome | undefined => {
    const receipt = byLine.get(at + 1);
    const errors = receipt?.errors ?? errorsOfLine(body, at + 1);
    if (errors.length > 0) return { status: 'REJECTED', errors };
    if (receipt?.status === 'UNKNOWN' || receipt?.status === 'NOT_SENT') return { status: 'UNKNOWN' };
    return receipt === undefined ? undefined : { status: 'ACCEPTED', receipt };
  });
  const complete = outcomes.filter((outcome) => outcome !== undefined);
  if (complete.length < count)
    throw new Error(`the door answered ${answer.status}: ${answer.text.slice(0, 500)}`);
  return complete;
}

/** Of a file that goes whole. */
export function outcomeOfWhole(answer: DoorAnswer): Outcome {
  const body = read(answer);
  const receipts = body.receipts ?? body.events ?? [];
  const errors = [...(body.errors ?? []), ...receipts.flatMap((receipt) => receipt.errors ?? [])];
  const isTaken = answer.status >= 200 && answer.status < 300;
  if (isTaken && errors.length === 0) return { status: 'ACCEPTED', receipt: receipts.at(-1) ?? {} };
  const { code = `STATUS_${answer.status}`, detail, title } = body;
  const whole = { pointer: '', code, expected: detail ?? title ?? answer.text.slice(0, 200) };
  return { status: 'REJECTED', errors: errors.length > 0 ? errors : [whole] };
}

/** `code pointer` of every fault in an answer, of whatever shape; with the line where there is one. */
export function faultsOf(answer: DoorAnswer): readonly string[] {
  const { receipts = [], events = [], errors = [], code } = read(answer);
  const ofLines = [...receipts, ...events].flatMap(({ line, errors: own = [] }, at) =>
    own.map((fault) => told({ line: line ?? at + 1, ...fault })),
  );
  const faults = [...errors.map(told), ...ofLines];
  const isTaken = answer.status >= 200 && answer.status < 300;
  return faults.length === 0 && !isTaken ? [code ?? 'NO_CODE'] : faults;
}

function told({ code, pointer, line }: Refusal): string {
  return [code, ...(line === undefined ? [] : [`line ${line}`]), pointer].join(' ').trim();
}

function read({ status, text }: DoorAnswer): Body {
  // A gateway on the way may answer with a page.
  const body = parsedMembers(text);
  if (body !== undefined) return body;
  throw new Error(`the door answered ${status} without JSON: is this the hub? ${text.slice(0, 200)}`);
}

/** A problem document says of which line each fault is. */
function errorsOfLine({ errors = [] }: Body, line: number): readonly Refusal[] {
  return errors.filter((fault) => fault.line === line);
}

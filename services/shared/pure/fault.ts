/** One thing wrong with a message, said so that its sender can mend it. Never holds a personal value. */
export interface Fault {
  /** Of a message of lines (NDJSON): the line, counted from 1; the pointer leads into it. */
  readonly line?: number;
  /** Where: a JSON pointer (RFC 6901), or a path of XML elements with ordinals. */
  readonly pointer: string;
  /** What is wrong, from the closed list of the doors: `REQUIRED`, `TYPE`, `DUPLICATE_KEY` … */
  readonly code: string;
  /** What would be right. */
  readonly expected: string;
  /** How to get there, where that is known. */
  readonly hint?: string;
}

/** A message that cannot be taken, with all its faults at once. */
export class MessageFault extends Error {
  readonly faults: readonly Fault[];
  /** 400: it cannot be read. 422: it can, and says what it may not. */
  readonly status: 400 | 422;

  constructor(status: 400 | 422, faults: readonly Fault[]) {
    super(`message refused: ${faults.map((fault) => `${fault.pointer} ${fault.code}`).join('; ')}`);
    this.name = 'MessageFault';
    this.status = status;
    this.faults = faults;
  }
}

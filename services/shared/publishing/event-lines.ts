/**
 * A body of lines (NDJSON): one text a line, each read and refused by itself. What is decided strictly: lines end with
 * LF, a CR before it is white space of JSON; the last line may lack its end, for JSON that was cut short cannot be read;
 * blank lines at the end say nothing, between events they are faults; a byte order mark is a fault of the first line.
 */

const LINE_FEED = 0x0a;
const SPACE = 0x20;

export interface EventLine {
  /** Counted from 1. */
  readonly line: number;
  /** Without its end; shares the memory of the body. */
  readonly bytes: Buffer;
}

/** Events in one part: they go to the log together and are acknowledged all or none. */
const PART_LINES_MAX = 500;
const PART_BYTES_MAX = 1024 * 1024;

/** Lines of one body. No honest one has more: 8 MiB of them would be events of 167 bytes. */
export const LINES_MAX = 50_000;

/** Whether a body has more lines than are taken; looks no further than that. */
export function hasTooManyLines(body: Buffer): boolean {
  const end = endOfText(body);
  let at = -1;
  for (let lines = 0; lines <= LINES_MAX; lines += 1) {
    if (at >= end) return false;
    const feed = body.indexOf(LINE_FEED, at + 1);
    at = feed < 0 ? end : feed;
  }
  return true;
}

/** The lines of a body in parts that are read and sent one after another, so that one caller does not hold up others. */
export function* partsOf(body: Buffer): Generator<readonly EventLine[]> {
  let part: EventLine[] = [];
  let bytes = 0;
  for (const line of linesOf(body)) {
    part.push(line);
    bytes += line.bytes.length;
    if (part.length < PART_LINES_MAX && bytes < PART_BYTES_MAX) continue;
    yield part;
    part = [];
    bytes = 0;
  }
  if (part.length > 0) yield part;
}

/** The lines up to the last one that says something; blank ones between them are among them. */
function* linesOf(body: Buffer): Generator<EventLine> {
  const end = endOfText(body);
  for (let line = 1, from = 0; from < end; line += 1) {
    const feed = body.indexOf(LINE_FEED, from);
    const to = feed < 0 || feed > end ? end : feed;
    yield { line, bytes: body.subarray(from, to) };
    from = to + 1;
  }
}

/** Where the blanks at the end begin. */
function endOfText(body: Buffer): number {
  let end = body.length;
  while (end > 0 && isBlank(body[end - 1])) end -= 1;
  return end;
}

function isBlank(byte: number | undefined): boolean {
  return byte === SPACE || byte === LINE_FEED || byte === 0x0d || byte === 0x09;
}

/** Whether a line says nothing. */
export function isBlankLine({ bytes }: EventLine): boolean {
  return endOfText(bytes) === 0;
}

/**
 * Strict CSV (RFC 4180): commas, double quotes, CRLF or LF, every row as many cells as the first. Nothing is guessed
 * and nothing trimmed: a row that is not exactly so is refused and the others go on. A byte order mark at the very
 * start is passed over, because spreadsheets write one. Works on bytes, so a row of broken UTF-8 harms only itself.
 */
import { isUtf8 } from 'node:buffer';

/** A row as it stands, or why it cannot be read. */
export type CsvRow = {
  /** Of its beginning, counted from 1; a quoted cell may span several. */
  readonly line: number;
  /** How many bytes of the file it takes. */
  readonly bytes: number;
} & ({ readonly cells: readonly string[] } | { readonly fault: CsvFault });

export interface CsvFault {
  readonly code: 'QUOTE' | 'QUOTE_OPEN' | 'LINE_END' | 'INVALID_UTF8' | 'TOO_LONG';
  readonly expected: string;
  readonly hint?: string;
}

const COMMA = 0x2c;
const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;
const BOM = Buffer.from([0xef, 0xbb, 0xbf]);
const ROW_BYTES_MAX = 1024 * 1024;

/** The rows of a file, one after another; blank lines at its end say nothing. */
export function* csvRows(file: Buffer): Generator<CsvRow> {
  const reader = new RowReader(file);
  for (let row = reader.next(); row !== undefined; row = reader.next()) yield row;
}

class RowReader {
  readonly #file: Buffer;
  readonly #end: number;
  #at: number;
  #line = 1;

  constructor(file: Buffer) {
    this.#file = file;
    this.#at = file.subarray(0, BOM.length).equals(BOM) ? BOM.length : 0;
    this.#end = endOfRows(file, this.#at);
  }

  next(): CsvRow | undefined {
    if (this.#at >= this.#end) return undefined;
    const line = this.#line;
    const from = this.#at;
    const cells: Buffer[] = [];
    for (;;) {
      const fault = this.#readCell(cells) ?? this.#tooLong(from);
      if (fault !== undefined) {
        this.#skipLine();
        const told = this.#line > line + 1 ? spanning(fault, this.#line - 1) : fault;
        return { line, bytes: this.#at - from, fault: told };
      }
      if (this.#file[this.#at] === COMMA) {
        this.#at += 1;
        continue;
      }
      this.#skipLineEnd();
      const row = this.#file.subarray(from, this.#at);
      const bytes = row.length;
      if (!isUtf8(row)) return { line, bytes, fault: BROKEN_UTF8 };
      return { line, bytes, cells: cells.map((cell) => cell.toString('utf8')) };
    }
  }

  /** Leaves the place at the comma or line end after the cell. */
  #readCell(cells: Buffer[]): CsvFault | undefined {
    return this.#file[this.#at] === QUOTE ? this.#readQuoted(cells) : this.#readPlain(cells);
  }

  #readPlain(cells: Buffer[]): CsvFault | undefined {
    const from = this.#at;
    for (; this.#at < this.#end; this.#at += 1) {
      const byte = this.#file[this.#at];
      if (byte === COMMA || byte === LF) break;
      if (byte === QUOTE) return STRAY_QUOTE;
      if (byte === CR) {
        if (this.#file[this.#at + 1] === LF || this.#at + 1 === this.#end) break;
        return LONE_CR;
      }
    }
    cells.push(this.#file.subarray(from, this.#at));
    return undefined;
  }

  #readQuoted(cells: Buffer[]): CsvFault | undefined {
    const parts: Buffer[] = [];
    let from = this.#at + 1;
    for (this.#at = from; this.#at < this.#end; this.#at += 1) {
      const byte = this.#file[this.#at];
      if (byte === LF) this.#line += 1;
      if (byte !== QUOTE) continue;
      parts.push(this.#file.subarray(from, this.#at));
      if (this.#file[this.#at + 1] !== QUOTE || this.#at + 1 >= this.#end) {
        this.#at += 1;
        cells.push(Buffer.concat(parts));
        return this.#isAtCellEnd() ? undefined : STRAY_QUOTE;
      }
      // A quote that is doubled is one; the second one belongs to the text.
      this.#at += 1;
      from = this.#at;
    }
    return OPEN_QUOTE;
  }

  #isAtCellEnd(): boolean {
    const byte = this.#file[this.#at];
    return this.#at >= this.#end || byte === COMMA || byte === LF || this.#isCrLf();
  }

  #isCrLf(): boolean {
    return this.#file[this.#at] === CR && (this.#file[this.#at + 1] === LF || this.#at + 1 >= this.#end);
  }

  #tooLong(from: number): CsvFault | undefined {
    return this.#at - from > ROW_BYTES_MAX ? TOO_LONG : undefined;
  }

  #skipLineEnd(): void {
    if (this.#file[this.#at] === CR) this.#at += 1;
    if (this.#at < this.#end) this.#line += 1;
    this.#at += 1;
  }

  /** After a fault the next row begins with the next line: no quote is trusted any more. */
  #skipLine(): void {
    const feed = this.#file.indexOf(LF, this.#at);
    this.#at = feed < 0 ? this.#end : feed + 1;
    this.#line += 1;
  }
}

/** Where the blank lines at the end begin. */
function endOfRows(file: Buffer, start: number): number {
  let end = file.length;
  while (end > start && (file[end - 1] === LF || file[end - 1] === CR)) end -= 1;
  return end;
}

function spanning(fault: CsvFault, lastLine: number): CsvFault {
  const hint = `what was read as this row ends at line ${lastLine}`;
  return { ...fault, hint: fault.hint === undefined ? hint : `${fault.hint}; ${hint}` };
}

const STRAY_QUOTE: CsvFault = {
  code: 'QUOTE',
  expected: 'quotes around a whole cell, doubled inside it (RFC 4180)',
  hint: '"He said ""no""", with nothing between the last quote and the comma',
};
const OPEN_QUOTE: CsvFault = { code: 'QUOTE_OPEN', expected: 'a quote at the end of the cell' };
const LONE_CR: CsvFault = { code: 'LINE_END', expected: 'lines that end with CRLF or LF' };
const BROKEN_UTF8: CsvFault = {
  code: 'INVALID_UTF8',
  expected: 'bytes that are UTF-8',
  hint: 'save the file as "CSV UTF-8"',
};
const TOO_LONG: CsvFault = { code: 'TOO_LONG', expected: 'at most 1 MiB a row' };

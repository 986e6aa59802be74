/** A JSON text with a place in it: the tokens that the slow reader of `json-faults.ts` is made of. */
import type { Fault } from './fault.ts';

const BLANKS = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\d.eE+-])/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

export class JsonText {
  /** Where the reader stands, in UTF-16 units. */
  at = 0;
  readonly #bytes: Buffer;
  readonly #text: string;
  readonly #firstLine: number;

  /** `firstLine`: where the text stands in a text of lines. */
  constructor(bytes: Buffer, firstLine = 1) {
    this.#bytes = bytes;
    this.#firstLine = firstLine;
    this.#text = bytes.toString('utf8');
  }

  atEnd(): boolean {
    return this.at >= this.#text.length;
  }

  /** The character that comes next; empty at the end. */
  peek(): string {
    return this.#text.charAt(this.at);
  }

  skipBlanks(): void {
    this.#take(BLANKS);
  }

  /** Whether the character comes next after blanks; if so, it is passed. */
  takeAfterBlanks(character: string): boolean {
    this.skipBlanks();
    if (this.peek() !== character) return false;
    this.at += 1;
    return true;
  }

  takeWord(word: string): boolean {
    if (!this.#text.startsWith(word, this.at)) return false;
    this.at += word.length;
    return true;
  }

  /** The digits of a number; undefined if none stands here. */
  takeNumber(): string | undefined {
    return this.#take(NUMBER);
  }

  /** A string's content, or why it is none. */
  takeString(): string | Pick<Fault, 'code' | 'expected' | 'hint'> {
    const start = this.at;
    this.at += 1;
    for (;;) {
      this.#skipPlain();
      const next = this.peek();
      if (next === '"') {
        this.at += 1;
        const content: string = JSON.parse(this.#text.slice(start, this.at));
        return content;
      }
      if (next === '')
        return { code: 'SYNTAX', expected: 'a closing double quote', hint: 'the text ends inside a string' };
      if (next !== '\\') return controlFault(next);
      if (this.#take(ESCAPE) === undefined) {
        return {
          code: 'SYNTAX',
          expected: 'an escape: \\" \\\\ \\/ \\b \\f \\n \\r \\t or \\u and four hex digits',
        };
      }
    }
  }

  /** How many bytes stand before a place given in UTF-16 units. */
  byteOf(at: number): number {
    return Buffer.byteLength(this.#text.slice(0, at));
  }

  /** A place for people: `line 3, byte 120` (lines from 1, bytes of this text from 0). */
  placeOf(byte: number): string {
    let line = this.#firstLine;
    for (let at = this.#bytes.indexOf(0x0a); at !== -1 && at < byte; at = this.#bytes.indexOf(0x0a, at + 1))
      line += 1;
    return `line ${line}, byte ${byte}`;
  }

  /** Up to the next quote, backslash or control character, or the end. */
  #skipPlain(): void {
    for (; this.at < this.#text.length; this.at += 1) {
      const character = this.#text.charAt(this.at);
      if (character === '"' || character === '\\' || character < ' ') return;
    }
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const [found] = pattern.exec(this.#text) ?? [];
    if (found !== undefined) this.at += found.length;
    return found;
  }
}

function controlFault(character: string): Pick<Fault, 'code' | 'expected' | 'hint'> {
  if (character === '\0') return { code: 'NUL', expected: 'text without the character U+0000' };
  const code = character.charCodeAt(0).toString(16).padStart(4, '0');
  return { code: 'CONTROL_CHARACTER', expected: 'control characters as escapes', hint: `write \\u${code}` };
}

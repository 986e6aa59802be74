/**
 * How far a file has been published, kept beside it: `<file>.progress`. Promises: an interrupted publication goes on
 * behind the last line that the door has answered for, and only if the lines before it are still the same.
 */
import { createHash, type Hash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { type FileLine, fileBytes, linesOf } from './file-lines.ts';
import { parsedMembers } from './members.ts';

/** A place in a file up to which every line has been answered for. */
export interface Progress {
  /** The door's address: another door begins anew. */
  readonly url: string;
  /** Where the next line begins, in bytes of the unpacked file. */
  readonly end: number;
  /** SHA-256 of the lines before it, hex. */
  readonly sha256: string;
  readonly accepted: number;
  readonly rejected: number;
}

const KEEP_EVERY_MS = 500;
const NOTHING = { end: 0, accepted: 0, rejected: 0 };

/** Where a file's progress is kept. */
export function journalOf(file: string): string {
  return `${file}.progress`;
}

export class Journal {
  /** What an earlier run of this file to this door has left. */
  readonly earlier: Pick<Progress, 'end' | 'accepted' | 'rejected'>;
  readonly #file: string;
  readonly #url: string;
  readonly #hash: Hash;
  #end: number;
  #keptAt = performance.now();

  private constructor(file: string, url: string, earlier: Journal['earlier'], hash: Hash) {
    this.#file = file;
    this.#url = url;
    this.#hash = hash;
    this.#end = earlier.end;
    this.earlier = earlier;
  }

  /** @throws Error if the file cannot be read. */
  static async open(file: string, url: string): Promise<Journal> {
    const earlier = readProgress(journalOf(file));
    if (earlier?.url === url) {
      const hash = await hashOfLines(file, earlier.end);
      if (hash.copy().digest('hex') === earlier.sha256) return new Journal(file, url, earlier, hash);
    }
    return new Journal(file, url, NOTHING, createHash('sha256'));
  }

  /** The door has answered for these lines and all before them. */
  note(lines: readonly FileLine[], counts: Pick<Progress, 'accepted' | 'rejected'>): void {
    for (const line of lines) {
      addLine(this.#hash, line);
      this.#end = line.end;
    }
    if (performance.now() - this.#keptAt >= KEEP_EVERY_MS) this.keep(counts);
  }

  /** Writes it down; a crash meanwhile leaves what was there before. */
  keep({ accepted, rejected }: Pick<Progress, 'accepted' | 'rejected'>): void {
    this.#keptAt = performance.now();
    const sha256 = this.#hash.copy().digest('hex');
    const progress: Progress = { url: this.#url, end: this.#end, sha256, accepted, rejected };
    const journal = journalOf(this.#file);
    writeFileSync(`${journal}.new`, `${JSON.stringify(progress)}\n`);
    renameSync(`${journal}.new`, journal);
  }

  /** The file is done. */
  forget(): void {
    rmSync(journalOf(this.#file), { force: true });
  }
}

async function hashOfLines(file: string, end: number): Promise<Hash> {
  const hash = createHash('sha256');
  for await (const line of linesOf(fileBytes(file))) {
    if (line.end > end) break;
    addLine(hash, line);
  }
  return hash;
}

function addLine(hash: Hash, { number, bytes }: FileLine): void {
  hash.update(`${number} ${bytes.length} `).update(bytes);
}

function readProgress(journal: string): Progress | undefined {
  const read = existsSync(journal) ? parsedMembers(readFileSync(journal, 'utf8')) : undefined;
  const { url, end, sha256, accepted, rejected } = read ?? {};
  const isWhole = isCount(end) && isCount(accepted) && isCount(rejected);
  if (!isWhole || typeof url !== 'string' || typeof sha256 !== 'string') return undefined;
  return { url, end, sha256, accepted, rejected };
}

function isCount(read: unknown): read is number {
  return Number.isSafeInteger(read);
}

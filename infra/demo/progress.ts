/**
 * How far the story has come, kept in the data folder beside the hub's own data: a step that is there was told and
 * is not told again. `npm run reset` removes it with everything else.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export interface ToldStep {
  /** Just before the step, by the hub's own clock (RFC 3339). Kept before anything is sent. */
  readonly before?: string;
  /** When all of it was known. Kept when the step is told. */
  readonly after?: string;
}

export class Progress {
  readonly #file: string;
  readonly #steps: Map<string, ToldStep>;

  private constructor(file: string, steps: Map<string, ToldStep>) {
    this.#file = file;
    this.#steps = steps;
  }

  /** @throws Error that names the file if it cannot be read. */
  static open(file: string): Progress {
    if (!existsSync(file)) return new Progress(file, new Map());
    try {
      const { steps }: { steps: Record<string, ToldStep> } = JSON.parse(readFileSync(file, 'utf8'));
      return new Progress(file, new Map(Object.entries(steps)));
    } catch (cause) {
      throw new Error(`${file} cannot be read: remove it, or everything with npm run reset`, { cause });
    }
  }

  of(step: string): ToldStep {
    return this.#steps.get(step) ?? {};
  }

  /** Written beside and renamed, so that a crash leaves the old file or the new one. */
  keep(step: string, told: ToldStep): void {
    this.#steps.set(step, told);
    mkdirSync(path.dirname(this.#file), { recursive: true });
    const text = JSON.stringify({ steps: Object.fromEntries(this.#steps) }, null, 2);
    writeFileSync(`${this.#file}.new`, `${text}\n`);
    renameSync(`${this.#file}.new`, this.#file);
  }
}

// What a person sees while the stack comes up: a table that changes in place in a terminal, plain lines elsewhere (a log of CI).

import type { WriteStream } from 'node:tty';

type State = 'waiting' | 'running' | 'done' | 'failed';
type Row = { readonly name: string; state: State; beganMs: number; tookMs: number; detail: string };

const MARKS = { waiting: '·', running: '▸', done: '✓', failed: '✗' } as const;

export type Progress = {
  /** Runs a step and shows its time; what the step gives to `tell` is shown beside it. */
  readonly step: <T>(name: string, work: (tell: (detail: string) => void) => Promise<T>) => Promise<T>;
  /** A line of its own that stays. */
  readonly say: (line: string) => void;
  /** Leaves the table as it stands; lines come below it from now on. */
  readonly close: () => void;
};

/** Shows the named steps; a step that was not named appears when it begins. Seconds count from now. */
export function showProgress(names: readonly string[], out: WriteStream = process.stdout): Progress {
  return out.isTTY ? new Table(names, out) : new Lines(out);
}

class Lines implements Progress {
  readonly #out: WriteStream;
  readonly #beganMs = performance.now();

  constructor(out: WriteStream) {
    this.#out = out;
  }

  step: Progress['step'] = async (name, work) => {
    const beganMs = performance.now();
    const took = () => `${seconds(performance.now() - beganMs)} s`;
    this.say(`${name} …`);
    let last = '';
    try {
      const result = await work((detail) => {
        if (detail !== last) this.say(`${name}: ${detail}`);
        last = detail;
      });
      this.say(`${name} ready after ${took()}`);
      return result;
    } catch (error) {
      this.say(`${name} failed after ${took()}`);
      throw error;
    }
  };

  say = (line: string): void => {
    this.#out.write(`[${seconds(performance.now() - this.#beganMs).padStart(6)} s] ${line}\n`);
  };

  close = (): void => {};
}

class Table implements Progress {
  readonly #out: WriteStream;
  readonly #rows: Row[];
  readonly #clock: NodeJS.Timeout;
  #drawn = 0;
  #open = true;

  constructor(names: readonly string[], out: WriteStream) {
    this.#out = out;
    this.#rows = names.map((name) => ({ name, state: 'waiting', beganMs: 0, tookMs: 0, detail: '' }));
    this.#clock = setInterval(() => this.#draw(), 200);
    this.#clock.unref();
    this.#draw();
  }

  step: Progress['step'] = async (name, work) => {
    const row = this.#rowOf(name);
    Object.assign(row, { state: 'running', beganMs: performance.now() });
    try {
      const result = await work((detail) => (row.detail = detail));
      row.state = 'done';
      return result;
    } catch (error) {
      row.state = 'failed';
      throw error;
    } finally {
      row.tookMs = performance.now() - row.beganMs;
      this.#draw();
    }
  };

  say = (line: string): void => {
    this.#erase();
    this.#out.write(`${line}\n`);
    this.#draw();
  };

  close = (): void => {
    clearInterval(this.#clock);
    this.#draw();
    this.#open = false;
  };

  #rowOf(name: string): Row {
    const known = this.#rows.find((row) => row.name === name);
    if (known !== undefined) return known;
    const row: Row = { name, state: 'waiting', beganMs: 0, tookMs: 0, detail: '' };
    this.#rows.push(row);
    return row;
  }

  #erase(): void {
    if (this.#open && this.#drawn > 0) this.#out.write(`\u001B[${this.#drawn}A\u001B[0J`);
    this.#drawn = 0;
  }

  #draw(): void {
    if (!this.#open) return;
    const width = Math.max(...this.#rows.map(({ name }) => name.length), 0);
    const lines = this.#rows.map((row) => {
      const tookMs = row.state === 'running' ? performance.now() - row.beganMs : row.tookMs;
      const time = row.state === 'waiting' ? '' : `${seconds(tookMs)} s`;
      const line = `  ${MARKS[row.state]} ${row.name.padEnd(width)}  ${time.padStart(8)}  ${row.detail}`;
      return line.slice(0, Math.max(20, this.#out.columns - 1));
    });
    this.#erase();
    this.#out.write(lines.map((line) => `${line}\n`).join(''));
    this.#drawn = lines.length;
  }
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(1);
}

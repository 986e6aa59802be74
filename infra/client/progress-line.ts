/** Says how far a run has come: one line that rewrites itself on a terminal, now and then a line elsewhere. */

/** Where the words go; standard error, so that a report on standard output stays clean. */
export interface Screen {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const TERMINAL_MS = 200;
const ELSEWHERE_MS = 5000;

export class ProgressLine {
  readonly #screen: Screen;
  readonly #now: () => number;
  #shownAt: number;
  #isOpen = false;

  constructor(screen: Screen, now: () => number = () => performance.now()) {
    this.#screen = screen;
    this.#now = now;
    this.#shownAt = now();
  }

  /** Shows the words if it is time. */
  show(words: string): void {
    const isTerminal = this.#screen.isTTY === true;
    if (this.#now() - this.#shownAt < (isTerminal ? TERMINAL_MS : ELSEWHERE_MS)) return;
    this.#shownAt = this.#now();
    this.#screen.write(isTerminal ? `\r\u001b[2K${words}` : `${words}\n`);
    this.#isOpen = isTerminal;
  }

  /** A line that stays. */
  say(words: string): void {
    this.clear();
    this.#screen.write(`${words}\n`);
  }

  /** Takes the rewriting line away. */
  clear(): void {
    if (this.#isOpen) this.#screen.write('\r\u001b[2K');
    this.#isOpen = false;
  }
}

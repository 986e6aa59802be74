/** What must hold before a service says that it is ready: named checks, each a sentence when it does not hold. */

/** What holds, but is worth a sentence: a projection that an operator has paused. */
export interface Noted {
  readonly note: string;
}

/** Undefined or a note when the condition holds, else a sentence that says what is missing. */
export type ReadinessAnswer = string | Noted | undefined;
export type ReadinessCheck = () => ReadinessAnswer | Promise<ReadinessAnswer>;

export interface ReadinessReport {
  readonly ready: boolean;
  /** By name of the check: `ok`, a note, or what is missing. */
  readonly checks: Readonly<Record<string, string>>;
}

export class Readiness {
  readonly #checks = new Map<string, ReadinessCheck>();

  /** Adds a check; a second one of the same name takes the first one's place. */
  require(name: string, check: ReadinessCheck): void {
    this.#checks.set(name, check);
  }

  /** Asks every check. One that throws does not hold. */
  async report(): Promise<ReadinessReport> {
    const answers = await Promise.all(
      [...this.#checks].map(async ([name, check]): Promise<readonly [string, ReadinessAnswer]> => {
        try {
          return [name, await check()];
        } catch {
          return [name, 'the check itself failed'];
        }
      }),
    );
    return {
      ready: answers.every(([, answer]) => typeof answer !== 'string'),
      checks: Object.fromEntries(answers.map(([name, answer]) => [name, wordsOf(answer)])),
    };
  }
}

function wordsOf(answer: ReadinessAnswer): string {
  if (answer === undefined) return 'ok';
  return typeof answer === 'string' ? answer : answer.note;
}

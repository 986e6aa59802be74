/** What must hold before a service says that it is ready: named checks, each a sentence when it does not hold. */

/** Undefined when the condition holds, else a sentence that says what is missing. */
export type ReadinessCheck = () => string | undefined | Promise<string | undefined>;

export interface ReadinessReport {
  readonly ready: boolean;
  /** By name of the check: `ok`, or what is missing. */
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
      [...this.#checks].map(async ([name, check]): Promise<readonly [string, string | undefined]> => {
        try {
          return [name, await check()];
        } catch {
          return [name, 'the check itself failed'];
        }
      }),
    );
    return {
      ready: answers.every(([, missing]) => missing === undefined),
      checks: Object.fromEntries(answers.map(([name, missing]) => [name, missing ?? 'ok'])),
    };
  }
}

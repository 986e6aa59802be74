/** How fast things move, from looks at them: the basis of "time to catch up". Pure: the time is an argument. */

interface Look {
  readonly at: number;
  readonly count: number;
}

const REMEMBERED_MS = 60_000;

export class Pace {
  readonly #looks = new Map<string, readonly Look[]>();

  /**
   * Notes how many records something has kept by now.
   * @returns records a second since the oldest look of the last minute; undefined at the first.
   */
  note(name: string, count: number, at: number): number | undefined {
    const looks = (this.#looks.get(name) ?? []).filter((look) => at - look.at <= REMEMBERED_MS);
    this.#looks.set(name, [...looks, { at, count }]);
    const [oldest] = looks;
    if (oldest === undefined || at <= oldest.at) return undefined;
    return ((count - oldest.count) * 1000) / (at - oldest.at);
  }
}

/** Whole seconds until `behind` records are kept; undefined where nothing moves or nothing is known. */
export function secondsToCatchUp(behind: number, perSecond: number | undefined): number | undefined {
  if (behind === 0) return 0;
  return perSecond === undefined || perSecond <= 0 ? undefined : Math.ceil(behind / perSecond);
}

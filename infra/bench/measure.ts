/** Two sides measured in turn, A B A B …, so that a drift of the machine touches both; ratios pair by pair. */

/** One side of a comparison: does a round of work and gives how much a second it managed. */
export interface Side {
  readonly name: string;
  /** Units a second of one round. */
  readonly round: (round: number) => Promise<number>;
}

export interface Comparison {
  readonly title: string;
  readonly unit: string;
  readonly ours: Side;
  readonly theirs: Side;
  /** Checks what was really done and says it in a sentence; throws where it is not so. */
  readonly verify: () => Promise<string>;
  /** Further lines for a person. */
  readonly more?: () => readonly string[] | Promise<readonly string[]>;
}

export interface Measured {
  readonly title: string;
  readonly unit: string;
  readonly ours: Spread;
  readonly theirs: Spread;
  /** ours / theirs, pair by pair. */
  readonly ratio: Spread;
  readonly names: readonly [string, string];
  readonly verified: string;
  readonly more: readonly string[];
}

export interface Spread {
  readonly least: number;
  readonly median: number;
  readonly most: number;
}

/** Measures after one uncounted pair. */
export async function compare(comparison: Comparison, rounds: number): Promise<Measured> {
  const { ours, theirs } = comparison;
  const pairs: [number, number][] = [];
  for (let round = 0; round <= rounds; round++) {
    const pair: [number, number] = [await ours.round(round), await theirs.round(round)];
    if (round > 0) pairs.push(pair);
  }
  return {
    title: comparison.title,
    unit: comparison.unit,
    ours: spreadOf(pairs.map(([left]) => left)),
    theirs: spreadOf(pairs.map(([, right]) => right)),
    ratio: spreadOf(pairs.map(([left, right]) => left / right)),
    names: [ours.name, theirs.name],
    verified: await comparison.verify(),
    more: (await comparison.more?.()) ?? [],
  };
}

/** The least, the middle and the greatest of some values. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((left, right) => left - right);
  const at = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN;
  return { least: at(0), median: at(0.5), most: at(1) };
}

/** Of an even number the lower one of the middle. */
export function medianOf(values: readonly number[]): number {
  return spreadOf(values).median;
}

/** Units a second of work that takes a while. */
export async function perSecond(units: number, work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (units * 1000) / (performance.now() - started);
}

/** A few lines for a person: both sides, the ratio, what was verified. */
export function report(measured: Measured): string {
  const line = (name: string, { least, median, most }: Spread): string =>
    `  ${name.padEnd(34)} ${whole(median)} ${measured.unit}   (${whole(least)} to ${whole(most)})`;
  const { least, median, most } = measured.ratio;
  return [
    measured.title,
    line(measured.names[0], measured.ours),
    line(measured.names[1], measured.theirs),
    `  ratio ${median.toFixed(2)}   (${least.toFixed(2)} to ${most.toFixed(2)})`,
    `  verified: ${measured.verified}`,
    ...measured.more.map((text) => `  ${text}`),
  ].join('\n');
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en-GB').padStart(9);
}

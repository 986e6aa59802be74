/** Processor time of an adapter, as it tells of itself at /metrics. */

/** Seconds, user and system, since its start. */
export async function cpuSecondsOf(adapterUrl: string): Promise<number> {
  const text = await (await fetch(`${adapterUrl}/metrics`)).text();
  const [, seconds] = /^process_cpu_seconds_total\S* (\S+)/m.exec(text) ?? [];
  return Number(seconds);
}

/** Adds up what rounds of work took, and how many events they brought; the first round does not count. */
export class CpuPerEvent {
  readonly #adapterUrl: string;
  #rounds = 0;
  #seconds = 0;
  #events = 0;

  constructor(adapterUrl: string) {
    this.#adapterUrl = adapterUrl;
  }

  /** Does a round and gives what it gives; `eventsOf` says how many events it brought. */
  async round<T>(work: () => Promise<T>, eventsOf: (result: T) => number): Promise<T> {
    const before = await cpuSecondsOf(this.#adapterUrl);
    const result = await work();
    const seconds = (await cpuSecondsOf(this.#adapterUrl)) - before;
    this.#rounds += 1;
    if (this.#rounds === 1) return result;
    this.#seconds += seconds;
    this.#events += eventsOf(result);
    return result;
  }

  /** A line for a person. */
  line(): string {
    const microseconds = (this.#seconds * 1_000_000) / this.#events;
    return `processor time of the adapter: ${microseconds.toFixed(1)} µs an event`;
  }
}

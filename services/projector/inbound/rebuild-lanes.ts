/**
 * Rebuilds are fed in lanes: threads beside the one that feeds the live generations, each with every nth partition and
 * connections of its own, all rebuilds in the same few. Promises: what ends in one lane ends in all, and is told once.
 */
import { Worker } from 'node:worker_threads';
import type { GroupName } from '#schemas/read-models/groups.ts';
import type { Lane } from './feed-generation.ts';
import type { Feed } from './rebuild-feed.ts';

/** Where everything is, as the projector itself was told. */
export interface LaneConfig {
  readonly brokers: readonly string[];
  readonly databaseUrl: string;
  readonly schemaRegistryUrl: string;
  readonly topicPrefix: string;
  readonly logLevel: string;
}

/** What a lane's thread is told at its start. */
export interface LaneData {
  readonly config: LaneConfig;
  readonly lane: Lane;
}

/** What it is told then. A feed that has ended by itself is stopped as well. */
export type LaneOrder =
  | { readonly kind: 'feed'; readonly id: number; readonly group: GroupName; readonly generation: number }
  | { readonly kind: 'stop'; readonly id: number }
  /** After the last feed has ended: the thread ends. */
  | { readonly kind: 'close' };

/** What it says: a feed has ended, by itself or because it was stopped. */
export interface LaneNews {
  readonly id: number;
  readonly trouble: string;
}

export interface LanesOptions {
  readonly config: LaneConfig;
  /** The program of a lane's thread. */
  readonly entry: URL;
  readonly count: number;
}

/** Whole batches die young: with less, they would be copied once more. */
const YOUNG_MB = 32;

/** The lanes of a process; threads run only while something is rebuilt. */
export class RebuildLanes {
  readonly #lanes: readonly LaneThread[];
  #feeds = 0;

  constructor({ config, entry, count }: LanesOptions) {
    this.#lanes = Array.from(
      { length: count },
      (_, number) => new LaneThread(entry, { config, lane: { number, of: count } }),
    );
  }

  /** Begins to feed a generation from where it stands. */
  feed(group: GroupName, generation: number): Feed {
    const id = this.#feeds;
    this.#feeds += 1;
    const ended = this.#lanes.map((lane) => lane.feed(id, group, generation));
    const stop = async (): Promise<void> => {
      for (const lane of this.#lanes) lane.stop(id);
      await Promise.all(ended);
    };
    const finished = Promise.race(ended).then(async (trouble) => {
      await stop();
      return trouble;
    });
    return { finished, stop };
  }
}

class LaneThread {
  readonly #entry: URL;
  readonly #data: LaneData;
  /** What is fed in it, with whom to tell of its end. */
  readonly #fed = new Map<number, (trouble: string) => void>();
  #worker: Worker | undefined;

  constructor(entry: URL, data: LaneData) {
    this.#entry = entry;
    this.#data = data;
  }

  /** Resolves with why it ended; never rejects. */
  feed(id: number, group: GroupName, generation: number): Promise<string> {
    const { promise, resolve } = Promise.withResolvers<string>();
    this.#fed.set(id, resolve);
    this.#tell({ kind: 'feed', id, group, generation });
    return promise;
  }

  stop(id: number): void {
    if (this.#fed.has(id)) this.#tell({ kind: 'stop', id });
  }

  #tell(order: LaneOrder): void {
    this.#worker ??= this.#start();
    post(this.#worker, order);
  }

  #start(): Worker {
    const worker = new Worker(this.#entry, {
      workerData: this.#data,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    });
    let error: unknown;
    worker.on('message', (news: LaneNews) => this.#ended(news));
    worker.on('error', (thrown) => (error = thrown));
    worker.on('exit', () => {
      if (this.#worker !== worker) return;
      this.#worker = undefined;
      const why = error instanceof Error ? error.message : 'without a word';
      for (const id of this.#fed.keys())
        this.#ended({ id, trouble: `a thread of the rebuild ended: ${why}` });
    });
    return worker;
  }

  #ended({ id, trouble }: LaneNews): void {
    this.#fed.get(id)?.(trouble);
    this.#fed.delete(id);
    if (this.#fed.size > 0 || this.#worker === undefined) return;
    post(this.#worker, { kind: 'close' });
    this.#worker = undefined;
  }
}

/** Nothing changes hands. */
function post(worker: Worker, order: LaneOrder): void {
  worker.postMessage(order, []);
}

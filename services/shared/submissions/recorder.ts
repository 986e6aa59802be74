/**
 * Writes submissions behind the doors' backs. Promises: a door never waits and never fails for it; what waits to be
 * written is bounded in rows and bytes; one statement at a time; PostgreSQL may be gone, then what fits is written
 * when it is back. What could be kept in part only, or not at all, is counted and said.
 */
import { within } from '#shared/deadline/within.ts';
import { isMissingRelation, isTransient } from '#shared/postgres/errors.ts';
import { type Pool, transaction } from '#shared/postgres/pool.ts';
import type { MasterKey } from '#shared/sealing/master-key.ts';
import type { Logger } from '#shared/telemetry/logger.ts';
import { Counter, type Registry } from '#shared/telemetry/metrics.ts';
import { Allowance } from './allowance.ts';
import { boundTo } from './bound-to.ts';
import { DayKeys, keyDayOf } from './day-keys.ts';
import { type KeptRequest, sealRequest } from './kept-body.ts';
import { insertRows, type NewRow } from './rows.ts';
import type { BodyState, ListedSubmission, Submission } from './submission.ts';
import { Sums } from './sums.ts';
import { SENDER_BYTES_MAX, sweep } from './sweep.ts';

export interface RecorderOptions {
  readonly adapter: string;
  readonly pool: Pool;
  readonly masterKey: MasterKey;
  readonly metrics: Registry;
  readonly logger: Logger;
  readonly now?: () => number;
}

/** What a listed submission brings besides: its request, or why that is not kept. */
export type BodyToKeep = KeptRequest | Exclude<BodyState, 'KEPT'>;

const ROWS_WAITING_MAX = 2000;
const BODY_BYTES_WAITING_MAX = 8 * 1024 * 1024;
const ROWS_A_STATEMENT = 200;
const BODY_BYTES_A_STATEMENT = 4 * 1024 * 1024;
const KINDS_MAX = 1000;
const LOOK_EVERY_MS = 500;
const SUMS_EVERY_MS = 10_000;
const AGAIN_AFTER_FAILURE_MS = 5000;
const SWEEP_EVERY_MS = 600_000;
const WRITE_MS_MAX = 15_000;
const LAST_WRITE_MS_MAX = 3000;
const SAY_EVERY_MS = 60_000;

interface Waiting {
  readonly submission: ListedSubmission;
  readonly body: BodyToKeep;
}

export class SubmissionRecorder {
  readonly #options: RecorderOptions;
  readonly #now: () => number;
  readonly #keys: DayKeys;
  readonly #sums = new Sums(KINDS_MAX);
  /** Taken submissions of which nothing special can be said: a few of them are listed, the rest is summed up. */
  readonly #plain = new Allowance(100, 1);
  readonly #telling = new Allowance(2000, 20);
  readonly #timer: NodeJS.Timeout;
  #queue: Waiting[] = [];
  #bodyBytes = 0;
  /** Sealed and not written: PostgreSQL did not answer. */
  #unwritten: readonly NewRow[] = [];
  #working: Promise<void> | undefined;
  #sumsDueAt = 0;
  #sweepDueAt = 0;
  #restUntil = 0;
  #saidAt = 0;
  #said = 0;
  #volumes = new Map<string, number>();
  readonly #lost = { submissions: 0, bodies: 0 };

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#keys = new DayKeys(options.pool, options.masterKey);
    countLost(options.metrics, this.#lost);
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS).unref();
  }

  /** Takes a submission that nobody will want to read again: listed while there are few, else summed up. */
  takePlain(submission: Submission, listed: () => ListedSubmission): void {
    if (this.#plain.take(submission.at)) this.#list(listed(), 'NOT_KEPT');
    else this.#sum(submission);
  }

  /** Takes a submission with something to tell. */
  take(submission: ListedSubmission, body: BodyToKeep): void {
    if (this.#telling.take(submission.at)) this.#list(submission, body);
    else this.#sum(submission);
  }

  /** Writes what waits, within a few seconds, and ends. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#sumsDueAt = 0;
    this.#restUntil = 0;
    const last = (async () => {
      await this.#working;
      await this.#work();
    })();
    await within(last, LAST_WRITE_MS_MAX, () => new Error('submissions were not written in time')).catch(
      (err: unknown) => this.#options.logger.warn({ err }, 'the last submissions are not kept'),
    );
  }

  #list(submission: ListedSubmission, body: BodyToKeep): void {
    if (this.#queue.length >= ROWS_WAITING_MAX) {
      this.#sum(submission);
      return;
    }
    const size = sizeOf(body);
    if (this.#bodyBytes + size <= BODY_BYTES_WAITING_MAX) {
      this.#bodyBytes += size;
      this.#queue.push({ submission, body });
      return;
    }
    this.#lost.bodies += 1;
    this.#queue.push({ submission, body: 'QUEUE_FULL' });
  }

  #sum(submission: Submission): void {
    if (this.#sums.isEmpty) this.#sumsDueAt = submission.at + SUMS_EVERY_MS;
    if (!this.#sums.add(submission)) this.#lost.submissions += 1;
  }

  #look(): void {
    if (this.#working !== undefined || this.#now() < this.#restUntil) return;
    this.#working = this.#work().finally(() => {
      this.#working = undefined;
    });
  }

  /** Never rejects. */
  async #work(): Promise<void> {
    try {
      while (await this.#writeSome());
      if (this.#now() >= this.#sweepDueAt) await this.#sweep();
    } catch (err) {
      this.#restUntil = this.#now() + AGAIN_AFTER_FAILURE_MS;
      if (isTransient(err) || isMissingRelation(err))
        this.#options.logger.debug({ err }, 'submissions wait for PostgreSQL');
      else this.#giveUp(err);
    }
    this.#sayWhatIsLost();
  }

  /** False when nothing waits. */
  async #writeSome(): Promise<boolean> {
    if (this.#unwritten.length === 0) this.#unwritten = await this.#nextRows();
    const rows = this.#unwritten;
    if (rows.length === 0) return false;
    const { pool, adapter } = this.#options;
    const written = transaction(pool, (tx) => insertRows(tx, adapter, rows));
    await within(
      written,
      WRITE_MS_MAX,
      () => new Error('PostgreSQL timed out: submissions were not written'),
    );
    for (const { sender, box } of rows) this.#addVolume(sender ?? '', box?.length ?? 0);
    this.#unwritten = [];
    return true;
  }

  async #nextRows(): Promise<readonly NewRow[]> {
    const waiting = this.#nextWaiting();
    const rows: NewRow[] = [];
    for (const one of waiting) rows.push(await this.#rowOf(one));
    this.#queue = this.#queue.slice(waiting.length);
    this.#bodyBytes -= waiting.reduce((sum, { body }) => sum + sizeOf(body), 0);
    const sums = this.#sums.isEmpty || this.#now() < this.#sumsDueAt ? [] : this.#sums.drain();
    return [...rows, ...sums];
  }

  #nextWaiting(): readonly Waiting[] {
    const next: Waiting[] = [];
    let bytes = 0;
    for (const waiting of this.#queue) {
      bytes += sizeOf(waiting.body);
      if (next.length >= ROWS_A_STATEMENT || (next.length > 0 && bytes > BODY_BYTES_A_STATEMENT)) break;
      next.push(waiting);
    }
    return next;
  }

  async #rowOf({ submission, body }: Waiting): Promise<NewRow> {
    const { at, id, sender, counts, ...rest } = submission;
    const row = { ...rest, ...counts, at, id, sender, lastAt: at, submissions: 1 };
    if (typeof body === 'string') return { ...row, body, box: null, keyDay: null };
    if ((this.#volumes.get(sender ?? '') ?? 0) >= SENDER_BYTES_MAX)
      return { ...row, body: 'SENDER_FULL', box: null, keyDay: null };
    const keyDay = keyDayOf(at);
    const key = await this.#keys.keyOf(keyDay);
    const box = await sealRequest(body, key, boundTo(this.#options.adapter, id, at));
    return { ...row, body: 'KEPT', box, keyDay };
  }

  #addVolume(sender: string, bytes: number): void {
    if (bytes > 0) this.#volumes.set(sender, (this.#volumes.get(sender) ?? 0) + bytes);
  }

  async #sweep(): Promise<void> {
    const { pool, adapter } = this.#options;
    const now = this.#now();
    // Not all adapters at once.
    this.#sweepDueAt = now + SWEEP_EVERY_MS * (0.8 + 0.4 * Math.random());
    this.#volumes = new Map(await sweep(pool, adapter, now));
  }

  /** A fault of data or of code: the same rows would fail again. */
  #giveUp(err: unknown): void {
    const rows = this.#unwritten;
    this.#unwritten = [];
    this.#lost.submissions += rows.reduce((sum, { submissions }) => sum + submissions, 0);
    this.#options.logger.error({ err, rows: rows.length }, 'submissions cannot be kept');
  }

  #sayWhatIsLost(): void {
    const { submissions, bodies } = this.#lost;
    if (submissions + bodies === this.#said || this.#now() < this.#saidAt + SAY_EVERY_MS) return;
    this.#saidAt = this.#now();
    this.#said = submissions + bodies;
    this.#options.logger.warn({ submissions, bodies }, 'so far not kept of what was sent: too much at once');
  }
}

function sizeOf(body: BodyToKeep): number {
  return typeof body === 'string' ? 0 : body.body.length;
}

function countLost(metrics: Registry, lost: { readonly submissions: number; readonly bodies: number }): void {
  const counter = new Counter({
    name: 'submissions_not_kept_total',
    help: 'What was sent to the doors and is not in the list of submissions: whole ones, or their bodies alone.',
    labelNames: ['what'],
    registers: [metrics],
    collect() {
      this.reset();
      this.inc({ what: 'submission' }, lost.submissions);
      this.inc({ what: 'body' }, lost.bodies);
    },
  });
  counter.inc({ what: 'submission' }, 0);
}

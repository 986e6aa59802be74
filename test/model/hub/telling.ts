/** Tells the log the lives of a run: every event twice, in random order, the projector killed now and then. */

import type { createGroupCommitProducer } from '#shared/kafka/producer.ts';
import type { OutgoingRecord } from '#shared/kafka/producer-queue.ts';
import { Chance } from '../../support/seeded.ts';
import type { TestHub } from '../../support/services.ts';
import type { Letter, Life } from '../told.ts';
import { type Encode, recordOfFact, recordOfLetter } from './log-of-lives.ts';

export interface TellingParts {
  readonly hub: TestHub;
  readonly producer: ReturnType<typeof createGroupCommitProducer>;
  readonly encode: Encode;
  readonly lifeAt: (nth: number) => Life;
  readonly lives: number;
  readonly seed: number;
}

/** Lives whose events are shuffled together: a bounded memory, and an order that no sender would keep. */
const BATCH_LIVES = 2_500;
/** A batch is sent in so many parts, and the projector may die after each. */
const PARTS = 4;
/** A member that died is missed after some seconds: more kills would only be waited for. */
const KILLS_MAX = 24;
const RECORDS_AT_ONCE = 1000;

export class Telling {
  readonly #parts: TellingParts;
  /** The last offset of each partition. */
  readonly #last = new Map<string, number>();
  #killed = 0;
  #events = 0;

  constructor(parts: TellingParts) {
    this.#parts = parts;
  }

  /** How often the projector was killed. */
  get killed(): number {
    return this.#killed;
  }

  /** Events of lives, each of which was sent twice. */
  get events(): number {
    return this.#events;
  }

  /** The last position of each partition. */
  newest(): readonly string[] {
    return [...this.#last].map(([name, offset]) => `${name}/${offset}`);
  }

  async send(records: readonly OutgoingRecord[]): Promise<void> {
    for (let from = 0; from < records.length; from += RECORDS_AT_ONCE) {
      const sent = await this.#parts.producer.send(records.slice(from, from + RECORDS_AT_ONCE));
      for (const { topic, partition, offset } of sent) {
        const name = `${topic}/${partition}`;
        this.#last.set(name, Math.max(this.#last.get(name) ?? 0, offset));
      }
    }
  }

  async sendLives(): Promise<void> {
    const { lives, seed } = this.#parts;
    const chance = new Chance(seed);
    const parts = Math.ceil(lives / BATCH_LIVES) * PARTS;
    const killEvery = Math.ceil(parts / KILLS_MAX);
    for (let from = 0, part = 0; from < lives; from += BATCH_LIVES) {
      const records = this.#recordsOf(from, Math.min(lives, from + BATCH_LIVES));
      this.#events += records.length;
      const doubled = chance.shuffle([...records, ...records]);
      const size = Math.ceil(doubled.length / PARTS);
      for (let nth = 0; nth < PARTS; nth += 1, part += 1) {
        await this.send(doubled.slice(nth * size, (nth + 1) * size));
        if (part % killEvery === 0) await this.#kill();
      }
    }
  }

  #recordsOf(from: number, to: number): OutgoingRecord[] {
    const { hub, encode, lifeAt } = this.#parts;
    const records: OutgoingRecord[] = [];
    for (let nth = from; nth < to; nth += 1) {
      for (const stated of lifeAt(nth).stated)
        if (stated.fact.event.source !== '/hub/model')
          records.push(recordOfFact(hub.topicPrefix, stated, encode));
    }
    return records;
  }

  async #kill(): Promise<void> {
    const projector = this.#parts.hub.service('projector');
    await projector.kill();
    projector.start();
    this.#killed += 1;
  }

  /** Sends so many letters of the first lives that have some; gives those lives with what is known of them then. */
  async sendLetters(max: number): Promise<ReadonlyMap<number, Life>> {
    const { lives, lifeAt, hub } = this.#parts;
    const told = new Map<number, Life>();
    let left = max;
    for (let nth = 0; nth < lives && left > 0; nth += 1) {
      const life = lifeAt(nth);
      const own = life.letters.slice(0, left);
      if (own.length === 0) continue;
      left -= own.length;
      await this.send(own.map((letter) => recordOfLetter(hub.topicPrefix, letter)));
      told.set(nth, {
        ...life,
        letters: own.map((letter): Letter => ({ ...letter, knownFrom: Date.now() })),
      });
    }
    return told;
  }
}

/**
 * A rebuild against steady projection of the same log: each by a process of its own that reads the topic from its
 * beginning as the projector does, one as a live generation is fed and one as a rebuild is, until it stands at the end.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { NODE_FLAGS } from '../local/node-flags.ts';
import type { Comparison } from './measure.ts';

/** What the process says at its end, as JSON. */
export interface Fed {
  readonly records: number;
  /** Those kept after the first ones. */
  readonly measured: number;
  /** From the first records kept to the last ones. */
  readonly milliseconds: number;
  /** Processor time of this process meanwhile, microseconds. */
  readonly cpu: number;
  /** The most memory that it ever had. */
  readonly bytes: number;
}

/** The comparison; how much memory and processor time the steady side took is said beside it. */
export function rebuildAndSteady(environment: Readonly<Record<string, string>>): Comparison {
  const steady: Fed[] = [];
  const rebuilt: Fed[] = [];
  const side = (kept: Fed[], mode: 'steady' | 'rebuild') => async (): Promise<number> => {
    const fed = await feed(environment, mode);
    kept.push(fed);
    return (fed.measured * 1000) / fed.milliseconds;
  };
  return {
    title: 'Rebuild from the log / steady projection of the same log',
    unit: 'events/s',
    ours: { name: 'rebuild', round: side(rebuilt, 'rebuild') },
    theirs: { name: 'steady projection', round: side(steady, 'steady') },
    async verify() {
      const counts = new Set([...steady, ...rebuilt].map(({ records }) => records));
      if (counts.size !== 1) throw new Error(`${[...counts].join(' and ')} records`);
      return `${[...counts][0]?.toLocaleString('en-GB')} records kept by each`;
    },
    more: () => [`steady: ${costOf(steady)}`, `rebuild: ${costOf(rebuilt)}`],
  };
}

function costOf(rounds: readonly Fed[]): string {
  const megabytes = Math.max(...rounds.map(({ bytes }) => bytes)) / 1_000_000;
  const cpu = Math.min(...rounds.map((fed) => fed.cpu / fed.measured));
  return `memory at most ${megabytes.toFixed(0)} MB, processor at least ${cpu.toFixed(1)} µs an event, Kafka's client included`;
}

async function feed(environment: Readonly<Record<string, string>>, mode: string): Promise<Fed> {
  const child = spawn(
    process.execPath,
    [...NODE_FLAGS, path.join(import.meta.dirname, 'feed-to-end.ts'), mode],
    { env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [said, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  if (code !== 0) throw new Error(`the process that feeds ended with ${code}`);
  const fed: Fed = JSON.parse(said);
  return fed;
}

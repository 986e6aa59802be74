// The three ways to a Kafka and a PostgreSQL, behind one shape.

import type { RunningProcess } from './process.ts';

/** Says in a few words how far a step is. */
export type Tell = (detail: string) => void;

/** One thing that was looked for on this machine. */
export type Finding = {
  readonly wanted: string;
  readonly found: boolean;
  readonly detail: string;
  /** The one line that mends it. */
  readonly mend: string;
};

/** Kafka and PostgreSQL that answer. */
export type Servers = {
  readonly brokers: string;
  readonly databaseUrl: string;
  /** The servers that are children of this process, to be watched. */
  readonly watched: readonly RunningProcess[];
  readonly stop: () => Promise<void>;
};

export type Infra = {
  readonly name: 'env' | 'docker' | 'maven';
  /** Looks, changes nothing; all findings true means that `start` has what it needs. */
  readonly look: () => Promise<readonly Finding[]>;
  readonly start: (tell: Tell) => Promise<Servers>;
};

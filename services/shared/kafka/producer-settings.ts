/** What an operator may set of a producer: PRODUCER_ENCODER, PRODUCER_COMPRESSION, PRODUCER_DEADLINE_MS. */
import type { ProducerOptions } from './producer.ts';
import { DEFAULT_ENCODING } from './producer-encoding.ts';

/** As a producer takes them. */
export type ProducerSettings = Pick<ProducerOptions, 'encoding' | 'limits'>;

/** The least and the most time that a caller may wait for its acknowledgement, in milliseconds. */
const DEADLINE_MS_MIN = 100;
const DEADLINE_MS_MAX = 120_000;

/** Reads the variables; what is not set is left to the producer. What is wrong is added to `faults`. */
export function readProducerSettings(environment: NodeJS.ProcessEnv, faults: string[]): ProducerSettings {
  const { encoder, compression } = DEFAULT_ENCODING;
  const choice = <Word extends string>(name: string, words: readonly Word[], unset: Word): Word => {
    const given = environment[name] ?? '';
    const found = words.find((word) => word === given);
    if (found === undefined && given !== '') faults.push(`${name} is not one of ${words.join(', ')}`);
    return found ?? unset;
  };
  return {
    encoding: {
      encoder: choice('PRODUCER_ENCODER', ['own', 'kafkajs'], encoder),
      compression: choice('PRODUCER_COMPRESSION', ['none', 'zstd'], compression),
    },
    ...readDeadline(environment['PRODUCER_DEADLINE_MS'] ?? '', faults),
  };
}

function readDeadline(given: string, faults: string[]): Pick<ProducerSettings, 'limits'> {
  if (given === '') return {};
  const deadlineMs = Number(given);
  const isRight =
    Number.isInteger(deadlineMs) && deadlineMs >= DEADLINE_MS_MIN && deadlineMs <= DEADLINE_MS_MAX;
  if (isRight) return { limits: { deadlineMs } };
  faults.push(`PRODUCER_DEADLINE_MS is not a whole number from ${DEADLINE_MS_MIN} to ${DEADLINE_MS_MAX}`);
  return {};
}

// The command line of `npm start` and `npm run reset`.

import { parseArgs } from 'node:util';
import { type Place, placeOf } from './place.ts';

export const INFRA_CHOICES = ['auto', 'env', 'docker', 'maven'] as const;
export type InfraChoice = (typeof INFRA_CHOICES)[number];

export type StartOptions = {
  readonly infra: InfraChoice;
  /** Ends after the story, with the story's exit code. */
  readonly once: boolean;
  readonly place: Place;
};

export const USAGE = `npm start -- [--infra=${INFRA_CHOICES.join('|')}] [--once] [--data=<folder>] [--port-offset=<number>]`;

/** Reads the arguments; throws an Error with the usage when one is unknown or of the wrong form. */
export function readOptions(args: readonly string[]): StartOptions {
  const { values } = parse(args);
  const infra = INFRA_CHOICES.find((choice) => choice === values.infra);
  if (infra === undefined) throw new Error(`--infra=${values.infra} is unknown. Usage: ${USAGE}`);
  const offset = Number(values['port-offset']);
  if (!Number.isInteger(offset) || offset < 0 || offset > 45_000) {
    throw new Error(`--port-offset is a whole number from 0 to 45000. Usage: ${USAGE}`);
  }
  return { infra, once: values.once, place: placeOf(values.data, offset) };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        infra: { type: 'string', default: 'auto' },
        once: { type: 'boolean', default: false },
        data: { type: 'string' },
        'port-offset': { type: 'string', default: '0' },
      },
    });
  } catch (cause) {
    throw new Error(`${cause instanceof Error ? cause.message : String(cause)}\nUsage: ${USAGE}`, { cause });
  }
}

/** What the client is told on its command line. */
import { parseArgs } from 'node:util';
import { DOOR_NAMES, type DoorName, doorOf, isDoorName, localAddressOf } from './doors.ts';

/** What is to be done, with everything that it needs. */
export interface Command {
  readonly name: 'validate' | 'publish' | 'watch' | 'conformance' | 'help';
  /** Files, `-` for standard input; of `watch` a folder; of `conformance` files of one's own. */
  readonly operands: readonly string[];
  /** Undefined: told by each file's ending. */
  readonly door?: DoorName;
  /** The adapter's address without a path; undefined: the door's adapter on this machine. */
  readonly to?: string;
  readonly token?: string;
  /** Requests under way at once. */
  readonly inFlight: number;
  /** A file for every receipt, or for the report of `conformance`. */
  readonly report?: string;
  /** Of `conformance`: also publish the good samples. */
  readonly forReal: boolean;
}

const NAMES = ['validate', 'publish', 'watch', 'conformance', 'help'] as const;
const IN_FLIGHT = 4;
const IN_FLIGHT_MAX = 64;

export const USAGE = `mot-lan: publishes an agency's events and messages to the hub

  mot-lan validate <file …>      what the hub would say, without publishing
  mot-lan publish <file …>       publishes; run it again after an interruption and it goes on
  mot-lan watch <folder>         publishes what comes into the folder, until Ctrl-C
  mot-lan conformance [file …]   tries the hub's samples, and files of your own, and reports

A file is lines of CloudEvents (.ndjson, also .gz), edXML (.xml, .edxml) or personnel records (.csv); - reads lines from
standard input.

  --to <address>      the adapter, such as http://127.0.0.1:8101
  --door <name>       ${DOOR_NAMES.slice(0, 5).join(', ')},
                      ${DOOR_NAMES.slice(5).join(', ')}
  --in-flight <n>     requests at once, 1 to ${IN_FLIGHT_MAX}; ${IN_FLIGHT} unless said
  --report <file>     every receipt as a line of JSON; of conformance, the report
  --for-real          of conformance: also publishes the good samples, into a sandbox
  MOT_LAN_TOKEN       the bearer token, where the hub asks for one

Exit codes: 0 all accepted, 1 some rejected, 2 it could not be done, 130 interrupted.`;

/** A command line that cannot be understood; the message says why. */
export class UsageError extends Error {}

/**
 * Reads the arguments and `MOT_LAN_TOKEN`.
 * @throws UsageError
 */
export function readCommand(args: readonly string[], environment: NodeJS.ProcessEnv): Command {
  const { values, positionals } = parsed(args);
  const [word = 'help', ...operands] = positionals;
  const name = NAMES.find((known) => known === word);
  if (name === undefined) throw new UsageError(`"${word}" is none of: ${NAMES.join(', ')}`);
  requireOperands(name, operands);
  const token = environment['MOT_LAN_TOKEN'] ?? '';
  return {
    name: values.help === true ? 'help' : name,
    operands,
    inFlight: inFlightOf(values['in-flight']),
    forReal: values['for-real'] === true,
    ...(values.door !== undefined && { door: doorNamed(values.door) }),
    ...(values.to !== undefined && { to: addressOf(values.to) }),
    ...(values.report !== undefined && { report: values.report }),
    ...(token !== '' && { token }),
  };
}

/** The address of a door. */
export function urlOf({ to }: Pick<Command, 'to'>, name: DoorName): string {
  const { path, adapter } = doorOf(name);
  return `${to ?? localAddressOf(adapter)}${path}`;
}

function parsed(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        to: text,
        door: text,
        'in-flight': text,
        report: text,
        'for-real': flag,
        help: { ...flag, short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function requireOperands(name: Command['name'], operands: readonly string[]): void {
  if (name === 'watch' && operands.length !== 1) throw new UsageError('watch takes one folder');
  if ((name === 'validate' || name === 'publish') && operands.length === 0)
    throw new UsageError(`${name} takes at least one file, or - for standard input`);
}

function inFlightOf(word: string | undefined): number {
  if (word === undefined) return IN_FLIGHT;
  const count = Number(word);
  if (Number.isInteger(count) && count >= 1 && count <= IN_FLIGHT_MAX) return count;
  throw new UsageError(`--in-flight takes a number from 1 to ${IN_FLIGHT_MAX}`);
}

function doorNamed(word: string): DoorName {
  if (isDoorName(word)) return word;
  throw new UsageError(`--door "${word}" is none of: ${DOOR_NAMES.join(', ')}`);
}

function addressOf(word: string): string {
  const url = URL.parse(word);
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return word.replace(/\/+$/u, '');
  throw new UsageError(`--to "${word}" is no address such as http://127.0.0.1:8101`);
}

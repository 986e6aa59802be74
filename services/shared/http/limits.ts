/**
 * What one service takes at most, from callers who mean well and from those who do not. Promises: every limit has a
 * default that no honest agency meets (a province sends 50 events a second at its peak; who catches up sends bulk),
 * and whoever runs the service may set each one that depends on the machine.
 */

export interface ServiceLimits {
  /** Largest body of a route that says nothing else. Default 1 MiB. */
  readonly bodyBytes: number;
  /** Requests being answered at once, beyond which 503. Default 1,000. */
  readonly requestsInFlight: number;
  /** Bytes of bodies that are arriving or being worked on, of all callers together, beyond which 503. Default 24 MiB. */
  readonly bodyBytesHeld: number;
  /** The same of one client, beyond which 429: nobody fills the budget alone. Default 16 MiB. */
  readonly clientBodyBytesHeld: number;
  /** Requests of one client being answered at once, beyond which 429. Default 500. */
  readonly clientRequestsInFlight: number;
  /** Requests of one client: so many a second for ever, and `clientRequestsBurst` at once after a rest. Default 2,000. */
  readonly clientRequestsPerSecond: number;
  /** Default 20,000. */
  readonly clientRequestsBurst: number;
  /** Bytes of bodies of one client a second, for ever. Default 32 MiB. */
  readonly clientBytesPerSecond: number;
  /** Default 256 MiB. */
  readonly clientBytesBurst: number;
  /** Open connections, beyond which new ones are dropped. Default 4,000. */
  readonly connections: number;
  /** Open connections of one address. Default 1,000. */
  readonly addressConnections: number;
  /** All headers of a request together. Default 16 KiB. */
  readonly headerBytes: number;
  /** Headers of a request. Default 100. */
  readonly headers: number;
  /** Longest time until all headers are there, from the connection on. Default 20,000 ms. */
  readonly headersTimeoutMs: number;
  /** Longest time to receive a whole request, however fast it comes. Default 300,000 ms. */
  readonly requestTimeoutMs: number;
  /** Slower bodies are cut with 408. Default 2 KiB a second, on the average of `slowSweeps`. */
  readonly bodyBytesPerSecondMin: number;
  /** Who reads an answer more slowly is cut off. Default 16 KiB a second after `slowSweeps`. */
  readonly answerBytesPerSecondMin: number;
  /** How often connections are looked over. Default 1,000 ms. */
  readonly sweepMs: number;
  /** Sweeps over which speed is measured: a busy process must not take its own slowness for the caller's. Default 10. */
  readonly slowSweeps: number;
  /** How long an idle connection is kept. Default 65,000 ms. */
  readonly keepAliveMs: number;
  /** Requests that one connection may bring before it is closed in good order. Default 100,000. */
  readonly connectionRequests: number;
}

const MIB = 1024 * 1024;

export const DEFAULT_LIMITS: ServiceLimits = {
  bodyBytes: MIB,
  requestsInFlight: 1_000,
  bodyBytesHeld: 24 * MIB,
  clientBodyBytesHeld: 16 * MIB,
  clientRequestsInFlight: 500,
  clientRequestsPerSecond: 2_000,
  clientRequestsBurst: 20_000,
  clientBytesPerSecond: 32 * MIB,
  clientBytesBurst: 256 * MIB,
  connections: 4_000,
  addressConnections: 1_000,
  headerBytes: 16 * 1024,
  headers: 100,
  headersTimeoutMs: 20_000,
  requestTimeoutMs: 300_000,
  bodyBytesPerSecondMin: 2 * 1024,
  answerBytesPerSecondMin: 16 * 1024,
  sweepMs: 1_000,
  slowSweeps: 10,
  keepAliveMs: 65_000,
  connectionRequests: 100_000,
};

/** Variables of the environment that set a limit; what depends on the machine and on who calls. */
const VARIABLES = {
  REQUESTS_IN_FLIGHT_MAX: 'requestsInFlight',
  BODY_BYTES_HELD_MAX: 'bodyBytesHeld',
  CLIENT_BODY_BYTES_HELD_MAX: 'clientBodyBytesHeld',
  CLIENT_REQUESTS_IN_FLIGHT_MAX: 'clientRequestsInFlight',
  CLIENT_REQUESTS_PER_SECOND: 'clientRequestsPerSecond',
  CLIENT_REQUESTS_BURST: 'clientRequestsBurst',
  CLIENT_BYTES_PER_SECOND: 'clientBytesPerSecond',
  CLIENT_BYTES_BURST: 'clientBytesBurst',
  CONNECTIONS_MAX: 'connections',
  ADDRESS_CONNECTIONS_MAX: 'addressConnections',
} as const satisfies Readonly<Record<string, keyof ServiceLimits>>;

/** The limits that the environment sets; `faults` grows by a sentence for each variable that is no positive integer. */
export function readLimits(environment: NodeJS.ProcessEnv, faults: string[]): Partial<ServiceLimits> {
  const set = Object.entries(VARIABLES).flatMap(([variable, limit]): [string, number][] => {
    const text = environment[variable] ?? '';
    if (text === '') return [];
    if (!/^[1-9]\d{0,14}$/.test(text)) faults.push(`${variable} is not a positive integer`);
    return [[limit, Number(text)]];
  });
  return Object.fromEntries(set);
}

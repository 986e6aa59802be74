/**
 * `?minPosition=topic/partition/offset,…&wait=2s`: a caller who holds a receipt asks for an answer that knows it.
 * A position is reached when the record at its offset has been kept.
 */
import { formatPosition, type RecordPosition } from '#shared/pure/fact.ts';
import { type KeptPosition, lastPosition } from '#shared/pure/freshness.ts';
import type { MemberReader } from './member-reader.ts';

export interface Awaited {
  readonly positions: readonly RecordPosition[];
  readonly waitMs: number;
}

/** A topic of the hub: how many partitions it has, and whether read models are fed from it. */
export interface AwaitableTopic {
  readonly partitions: number;
  readonly projected: boolean;
}

/** Every topic of the hub by its name in Kafka. */
export type AwaitableTopics = ReadonlyMap<string, AwaitableTopic>;

const POINTER = '/querystring/minPosition';
const POSITIONS_MAX = 64;
const WAIT_MS_DEFAULT = 2000;
const WAIT_MS_MAX = 30_000;
const FORM = /^([A-Za-z0-9._-]{1,249})\/(\d{1,6})\/(\d{1,15})$/;

/**
 * Reads both parameters; undefined where nothing is waited for. `wait` alone does nothing. A position that no read
 * model will ever reach is a fault, told at once.
 */
export function readAwaited(
  reader: MemberReader,
  minPosition: unknown,
  wait: unknown,
  topics: AwaitableTopics,
): Awaited | undefined {
  const waitMs = readWait(reader, wait);
  const text = reader.optionalText(minPosition, POINTER, POSITIONS_MAX * 280);
  if (text === undefined) return undefined;
  const parts = text.split(',');
  if (parts.length > POSITIONS_MAX) {
    reader.fault(POINTER, 'LENGTH', `at most ${POSITIONS_MAX} positions`);
    return undefined;
  }
  const read = parts.map((part) => parsePosition(part.trim()));
  const positions = read.filter((position) => position !== undefined);
  if (positions.length < read.length)
    reader.fault(POINTER, 'FORM', 'topic/partition/offset, several with commas');
  for (const position of positions) refuseUnreachable(reader, position, topics);
  return { positions, waitMs };
}

/** What it says of topics is the hub's own, never the caller's text. */
function refuseUnreachable(reader: MemberReader, position: RecordPosition, topics: AwaitableTopics): void {
  const topic = topics.get(position.topic);
  if (topic === undefined || !topic.projected) {
    const projected = [...topics].filter(([, each]) => each.projected).map(([name]) => name);
    const hint = topic && `no read model is fed from ${position.topic}: leave the position out`;
    reader.fault(POINTER, 'NOT_LISTED', `a position in one of ${projected.join(', ')}`, hint);
  } else if (position.partition >= topic.partitions) {
    reader.fault(POINTER, 'LIMIT', `a partition of ${position.topic} from 0 to ${topic.partitions - 1}`);
  }
}

function parsePosition(text: string): RecordPosition | undefined {
  const [, topic, partition, offset] = FORM.exec(text) ?? [];
  if (topic === undefined || offset === undefined) return undefined;
  return { topic, partition: Number(partition), offset };
}

function readWait(reader: MemberReader, value: unknown): number {
  const text = reader.optionalText(value, '/querystring/wait', 16);
  if (text === undefined) return WAIT_MS_DEFAULT;
  const [, amount, unit] = /^(\d{1,6})(ms|s)$/.exec(text) ?? [];
  const waitMs = Number(amount) * (unit === 's' ? 1000 : 1);
  if (unit !== undefined && waitMs <= WAIT_MS_MAX) return waitMs;
  reader.fault('/querystring/wait', 'FORM', 'a time up to 30s, such as 2s or 500ms');
  return WAIT_MS_DEFAULT;
}

/** Those of the awaited positions that have not been kept yet. */
export function missingPositions(
  awaited: readonly RecordPosition[],
  kept: readonly KeptPosition[],
): readonly RecordPosition[] {
  const reached = new Map(
    kept.map((position) => [`${position.topic}/${position.partition}`, position.nextOffset]),
  );
  return awaited.filter(
    ({ topic, partition, offset }) => (reached.get(`${topic}/${partition}`) ?? 0) <= Number(offset),
  );
}

/** How far each missing position's partition is, in words: `topic/0/41 is awaited, topic/0/39 is reached`. */
export function howFar(missing: readonly RecordPosition[], kept: readonly KeptPosition[]): string {
  return missing
    .map((position) => {
      const at = kept.find(
        ({ topic, partition }) => topic === position.topic && partition === position.partition,
      );
      const reached = at === undefined || at.nextOffset === 0 ? 'nothing yet' : lastPosition(at);
      return `${formatPosition(position)} is awaited, ${reached} is reached`;
    })
    .join('; ');
}

/** Lines in portions that a door takes: well below its limits, so that an answer comes soon and progress shows. */
import { setTimeout as pause } from 'node:timers/promises';
import type { FileLine } from './file-lines.ts';

const PORTION_BYTES_MAX = 1024 * 1024;
const PORTION_LINES_MAX = 200;

/**
 * Portions in the order of the lines; a line that is larger than a portion goes alone.
 * @param idleMs Of a stream that may pause: after this long without a line, what has come so far goes.
 */
export async function* portionsOf(
  lines: AsyncIterable<FileLine>,
  idleMs = Number.POSITIVE_INFINITY,
): AsyncGenerator<readonly FileLine[]> {
  const source = lines[Symbol.asyncIterator]();
  let portion: FileLine[] = [];
  let size = 0;
  let coming = source.next();
  for (;;) {
    const next = portion.length === 0 ? await coming : await orIdle(coming, idleMs);
    if (next === 'idle') {
      yield portion;
      [portion, size] = [[], 0];
      continue;
    }
    if (next.done === true) break;
    const line = next.value;
    const isFull = size + line.bytes.length > PORTION_BYTES_MAX || portion.length === PORTION_LINES_MAX;
    if (isFull && portion.length > 0) {
      yield portion;
      [portion, size] = [[], 0];
    }
    portion.push(line);
    size += line.bytes.length + 1;
    coming = source.next();
  }
  if (portion.length > 0) yield portion;
}

async function orIdle<T>(coming: Promise<T>, idleMs: number): Promise<T | 'idle'> {
  if (idleMs === Number.POSITIVE_INFINITY) return coming;
  const settled = new AbortController();
  const idle = pause(idleMs, 'idle' as const, { signal: settled.signal }).catch(() => 'idle' as const);
  try {
    return await Promise.race([coming, idle]);
  } finally {
    settled.abort();
  }
}

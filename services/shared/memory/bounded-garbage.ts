/**
 * Services that work off a backlog, or take what floods of callers send, make garbage as fast as they can, and V8 by
 * itself lets the heap of a large machine grow to four times what lives in it before it looks. They bound the garbage
 * instead: a small heap is collected seldom, which spares callers the pauses, and a large one does not double.
 */
import { constants, PerformanceObserver } from 'node:perf_hooks';
import { getHeapStatistics, setFlagsFromString } from 'node:v8';

const MEGABYTE = 1024 * 1024;
/** Of what lives: below it V8 would collect without a break. */
const GROWING_PERCENT_MIN = 25;

/** How much garbage there may be. */
export interface GarbageBounds {
  /** Between two full collections, about. */
  readonly megabytes?: number;
  /** Of what lives in the main thread. V8 applies it to every thread: whoever has heavy ones keeps it low. */
  readonly percentMax?: number;
}

/** For the whole process, from now on. Default: 60 MB, which spares a small heap most collections. */
export function boundGarbage({ megabytes = 60, percentMax = 400 }: GarbageBounds = {}): void {
  const allow = (): void => {
    const percent = Math.round((100 * megabytes * MEGABYTE) / getHeapStatistics().used_heap_size);
    const allowed = Math.min(Math.max(percent, GROWING_PERCENT_MIN), percentMax);
    setFlagsFromString(`--heap-growing-percent=${allowed}`);
  };
  allow();
  const observer = new PerformanceObserver((list) => {
    if (list.getEntries().some(isFullCollection)) allow();
  });
  observer.observe({ entryTypes: ['gc'] });
}

/** Of an entry that a performance observer gives for a collection. After a full one, nearly all that the heap holds lives. */
export function isFullCollection(entry: object): boolean {
  const detail = 'detail' in entry ? entry.detail : undefined;
  const kind = typeof detail === 'object' && detail !== null && 'kind' in detail ? detail.kind : undefined;
  return kind === constants.NODE_PERFORMANCE_GC_MAJOR;
}

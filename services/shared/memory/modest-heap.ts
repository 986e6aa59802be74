/**
 * Services that work off a backlog, or take what floods of callers send, make garbage as fast as they can, and V8 by
 * itself lets the heap of a large machine grow to four times what lives in it before it looks. They collect earlier: that
 * costs some processor time and spares half of the heap.
 */
import { setFlagsFromString } from 'node:v8';

/**
 * To be called before the work begins; for the whole process. The heap may grow between two collections by so many
 * percent of what lived after the last one.
 */
export function keepHeapModest(growingPercent = 50): void {
  setFlagsFromString(`--heap-growing-percent=${growingPercent}`);
}

/** Makes garbage that grows old before it dies, and prints how often the whole heap was collected. First argument: megabytes. */
import { PerformanceObserver } from 'node:perf_hooks';
import { setImmediate as othersTurn } from 'node:timers/promises';
import { boundGarbage, isFullCollection } from '#shared/memory/bounded-garbage.ts';

let collections = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (isFullCollection(entry)) collections += 1;
}).observe({ entryTypes: ['gc'] });
boundGarbage({ megabytes: Number(process.argv[2]), percentMax: 10_000 });

const PLACES = 50_000;
const places: number[][] = Array.from({ length: PLACES }, () => []);
for (let made = 0; made < 10 * PLACES; made += 1) {
  places[made % PLACES] = Array.from<number>({ length: 100 }).fill(made);
  if (made % 1_000 === 0) await othersTurn();
}
await othersTurn();
process.stdout.write(String(collections));

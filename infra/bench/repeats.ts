/** A stream that comes a second time, every fact known already, against the same stream the first time. */
import { type Comparison, perSecond } from './measure.ts';
import { asTopic, emptyGeneration, projectorOver, rowsIn } from './projecting.ts';
import type { ProjectionBench } from './projection-and-copy.ts';

/** The comparison; the second time must have added no row. */
export function repeatsAndFirstTime({ pool, registryUrl, records }: ProjectionBench): Comparison {
  const project = projectorOver(pool, registryUrl);
  const again = asTopic('again', records);
  let first = Number.NaN;
  let second = Number.NaN;

  async function both(): Promise<number> {
    const generation = await emptyGeneration(pool);
    first = await perSecond(records.length, () => project(generation, records));
    const rows = await rowsIn(pool, generation);
    second = await perSecond(again.length, () => project(generation, again));
    if ((await rowsIn(pool, generation)) !== rows) throw new Error('the second time has added rows');
    return second;
  }

  return {
    title: 'A stream that comes a second time / the same stream the first time',
    unit: 'events/s',
    ours: { name: 'every fact known already', round: both },
    theirs: { name: 'every fact new', round: () => Promise.resolve(first) },
    verify: () => Promise.resolve('the second time has added no row'),
  };
}

/** Works on several things at once, in lanes; gives what came out in the order of what went in. */

/**
 * At most `width` at a time; the next is taken from the source when a lane is free.
 * @throws what the work throws, once what is under way has ended; nothing new is begun then.
 */
export async function* inLanes<In, Out>(
  source: AsyncIterable<In>,
  width: number,
  work: (item: In) => Promise<Out>,
): AsyncGenerator<Out> {
  const underWay: Promise<Settled<Out>>[] = [];
  for await (const item of source) {
    underWay.push(settled(work(item)));
    if (underWay.length >= width) yield* oldest(underWay);
  }
  while (underWay.length > 0) yield* oldest(underWay);
}

type Settled<T> = { readonly value: T } | { readonly error: unknown };

function settled<T>(promise: Promise<T>): Promise<Settled<T>> {
  return promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
}

async function* oldest<T>(underWay: Promise<Settled<T>>[]): AsyncGenerator<T> {
  const first = await underWay.shift();
  if (first === undefined) return;
  if ('value' in first) {
    yield first.value;
    return;
  }
  await Promise.all(underWay);
  throw first.error;
}

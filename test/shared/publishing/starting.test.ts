// What is not there yet is waited for while the service answers already; what refuses for good ends the start.

import { expect, test } from 'vitest';
import type { Publisher } from '#shared/publishing/publisher.ts';
import { beginStart, closedUntil } from '#shared/publishing/starting.ts';
import { createLogger } from '#shared/telemetry/logger.ts';
import { until } from '../../support/wait.ts';

class AwayError extends Error {}

const options = {
  passes: (error: unknown) => error instanceof AwayError,
  logger: createLogger({ name: 'test', level: 'silent' }),
  patienceMs: 0,
};

/** Publishes nothing and says so. */
const publisher: Publisher = {
  publish: async () => [],
  publishStated: async () => [],
  plan: async () => [],
};

test('what refuses for good is an error at once', async () => {
  const refused = new Error('topics are missing');
  await expect(beginStart(() => Promise.reject(refused), options)).rejects.toBe(refused);
});

test('until everything has answered nothing is published, and then everything is', async () => {
  let faults: readonly Error[] = [new AwayError('nobody is there'), new Error('no topics yet')];
  const start = await beginStart(async () => {
    const [fault, ...others] = faults;
    faults = others;
    if (fault !== undefined) throw fault;
  }, options);
  const closed = closedUntil(start, publisher);
  expect(start.missing()).toBe('nobody is there');
  for (const call of [() => closed.publish([]), () => closed.publishStated([]), () => closed.plan([])]) {
    await expect(call()).rejects.toMatchObject({ code: 'NOT_READY' });
  }
  // What the background meets is waited for, even if it would have ended the start.
  await until(() => start.missing() === 'no topics yet', { what: 'the second try' });
  await until(() => start.missing() === undefined, { what: 'the third try' });
  await expect(closed.publish([])).resolves.toEqual([]);
});

test('what has answered at the first try is never waited for', async () => {
  const start = await beginStart(async () => undefined, options);
  expect(start.missing()).toBeUndefined();
  expect(await closedUntil(start, publisher).plan([])).toEqual([]);
});

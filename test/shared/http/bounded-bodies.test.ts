// Bodies are bounded before they are read: by the route, by what one client holds, by what all hold together.

import { afterEach, describe, expect, test } from 'vitest';
import type { ServiceLimits } from '#shared/http/limits.ts';
import { chunk, chunkedHead, headOf, type LimitedService, limitedService, posting } from './raw-callers.ts';

let service: LimitedService;
const serve = async (limits: Partial<ServiceLimits> = {}): Promise<void> => {
  service = await limitedService(limits);
};
afterEach(async () => {
  service.release();
  await service.close();
});
const LARGE = 200_000;

describe('a body that is too large', () => {
  test('is refused by its announced length, without a byte of it', async () => {
    await serve({ bodyBytes: LARGE });
    const answer = await service.send(headOf('/things', 10_000_000_000, 'somebody', false));
    expect([answer.status, answer.code]).toEqual([413, 'BODY_TOO_LARGE']);
    expect(answer.head).toMatch(/connection: close/i);
    expect(await service.refusals('body-too-large')).toBe(1);
  });

  test('is refused as it arrives where nobody announced its length', async () => {
    await serve({ bodyBytes: 1000 });
    const caller = service.call();
    caller.write(chunkedHead('/things') + chunk(`"${'x'.repeat(600)}`));
    caller.write(chunk('x'.repeat(600)));
    const answer = await caller.untilClosed();
    expect([answer.status, answer.code]).toEqual([413, 'BODY_TOO_LARGE']);
  });

  test('is not asked for when the caller waits to be told to go on', async () => {
    await serve({ bodyBytes: LARGE });
    const expecting = (bytes: number): string =>
      headOf('/things', bytes).replace('Host: x', 'Host: x\r\nExpect: 100-continue');
    expect((await service.send(expecting(LARGE + 1))).status).toBe(413);
    const caller = service.call();
    caller.socket.once('data', () => caller.write('"xx"'));
    caller.write(expecting(4));
    const { head, text } = await caller.untilClosed();
    expect(head).toBe('HTTP/1.1 100 Continue');
    expect(text).toContain('{"taken":true}');
  });
});

describe('bodies held by all together', () => {
  const limits = { bodyBytesHeld: 3000, clientBodyBytesHeld: 3000 };

  test('beyond the limit the next one is 503, and comes in once an answer is out', async () => {
    await serve(limits);
    const first = service.send(posting('/held', 2000, { client: 'a' }));
    await expect.poll(service.begun).toBe(1);
    const refused = await service.send(posting('/things', 2000, { client: 'b' }));
    expect([refused.status, refused.code, refused.retryAfter]).toEqual([503, 'OVERLOADED', '1']);
    expect((await service.send(posting('/things', 500, { client: 'b' }))).status).toBe(200);
    service.release();
    expect((await first).status).toBe(200);
    expect((await service.send(posting('/things', 2000, { client: 'b' }))).status).toBe(200);
    expect(await service.refusals('bodies-held')).toBe(1);
  });

  test('bytes of which nobody spoke count as they arrive', async () => {
    await serve(limits);
    const first = service.send(posting('/held', 2000, { client: 'a' }));
    await expect.poll(service.begun).toBe(1);
    const caller = service.call();
    caller.write(chunkedHead('/things', 'b') + chunk(`"${'x'.repeat(500)}`));
    caller.write(chunk('x'.repeat(900)));
    const refused = await caller.untilClosed();
    expect([refused.status, refused.code]).toEqual([503, 'OVERLOADED']);
    service.release();
    expect((await first).status).toBe(200);
    const after = await service.send(posting('/things', 2900, { client: 'b' }));
    expect(after.status).toBe(200);
  });

  test('one client gets no more than its share of them', async () => {
    await serve({ bodyBytesHeld: 10_000, clientBodyBytesHeld: 3000 });
    const first = service.send(posting('/held', 2000, { client: 'a' }));
    await expect.poll(service.begun).toBe(1);
    const refused = await service.send(posting('/things', 2000, { client: 'a' }));
    expect([refused.status, refused.code]).toEqual([429, 'TOO_MANY_REQUESTS']);
    expect((await service.send(posting('/things', 2000, { client: 'b' }))).status).toBe(200);
    service.release();
    await first;
    expect(await service.refusals('client-bodies-held')).toBe(1);
  });

  test('a caller that hangs up does not free what is still being worked on', async () => {
    await serve({ ...limits, sweepMs: 10 });
    const caller = service.call();
    caller.write(posting('/held', 2000, { client: 'a' }));
    await expect.poll(service.begun).toBe(1);
    caller.socket.destroy();
    await caller.untilClosed();
    expect((await service.send(posting('/things', 2000, { client: 'b' }))).status).toBe(503);
    service.release();
    await expect
      .poll(async () => (await service.send(posting('/things', 2000, { client: 'b' }))).status)
      .toBe(200);
  });
});

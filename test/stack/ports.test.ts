// Busy ports are named before anything is started.

import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { freePort, isPortFree, requirePorts } from '#infra/local/ports.ts';

test('every busy port is named at once, with what it was wanted for and who has it', async () => {
  const [busy, alsoBusy, free] = [await freePort(), await freePort(), await freePort()];
  const servers = await Promise.all([listen(busy), listen(alsoBusy)]);
  try {
    const refusal = await requirePorts({ Kafka: busy, portal: free, PostgreSQL: alsoBusy }).catch(String);
    expect(refusal).toContain(`port ${busy}, wanted for Kafka, is taken by`);
    expect(refusal).toContain(`port ${alsoBusy}, wanted for PostgreSQL, is taken by`);
    expect(refusal).not.toContain('portal');
  } finally {
    for (const server of servers) server.close();
  }
});

test('a port that somebody holds on all addresses is not free', async () => {
  const port = await freePort();
  const server = await listen(port, '0.0.0.0');
  expect(await isPortFree(port)).toBe(false);
  server.close();
});

function listen(port: number, host = '127.0.0.1') {
  const server = createServer();
  return new Promise<typeof server>((resolve) => {
    server.listen({ port, host }, () => resolve(server));
  });
}

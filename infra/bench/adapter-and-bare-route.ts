/** Single events through the adapter, durable when answered, against a bare Fastify route that answers 202. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import autocannon from 'autocannon';
import { CpuPerEvent } from './adapter-cpu.ts';
import { acceptedEvent } from './dossier-events.ts';
import type { Comparison } from './measure.ts';

export interface AdapterBench {
  readonly adapterUrl: string;
  readonly barePort: number;
  readonly secondsPerRound: number;
  /** Records now in the dossier topic. */
  readonly recordsInTopic: () => Promise<number>;
}

/** Enough that neither side waits for callers. */
const CONNECTIONS = 128;

/** The comparison and how to end the bare route. */
export async function adapterAndBareRoute(
  bench: AdapterBench,
): Promise<{ comparison: Comparison; close: () => void }> {
  const bare = await startBareRoute(bench.barePort);
  const before = await bench.recordsInTopic();
  let acknowledged = 0;
  const cpu = new CpuPerEvent(bench.adapterUrl);
  const round = async (url: string): Promise<number> => {
    const result = await autocannon({
      url: `${url}/v1/events`,
      method: 'POST',
      connections: CONNECTIONS,
      duration: bench.secondsPerRound,
      headers: { 'content-type': 'application/cloudevents+json' },
      body: acceptedEvent(`9${Date.now() % 100_000}`),
      idReplacement: true,
    });
    if (result.non2xx > 0 || result.errors > 0) {
      throw new Error(`${url}: ${result.non2xx} refusals and ${result.errors} errors`);
    }
    if (url === bench.adapterUrl) acknowledged += result['2xx'];
    return result['2xx'] / result.duration;
  };
  const comparison: Comparison = {
    title: `Single events of ${CONNECTIONS} callers through the adapter / a bare Fastify route that answers 202`,
    unit: 'requests/s',
    ours: {
      name: 'adapter, 202 after acks=all',
      round: async () => {
        const before = acknowledged;
        return cpu.round(
          () => round(bench.adapterUrl),
          () => acknowledged - before,
        );
      },
    },
    theirs: {
      name: 'bare Fastify route',
      round: () => round(`http://127.0.0.1:${bench.barePort}`),
    },
    async verify() {
      const added = (await bench.recordsInTopic()) - before;
      // A round ends with requests in flight: they may be in the log without an answer that was counted.
      if (added < acknowledged) throw new Error(`${acknowledged} acknowledged, ${added} in the topic`);
      return `${acknowledged.toLocaleString('en-GB')} acknowledged, ${added.toLocaleString('en-GB')} in the topic`;
    },
    more: () => [cpu.line()],
  };
  return { comparison, close: () => bare.kill() };
}

async function startBareRoute(port: number): Promise<ChildProcess> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'bare-route.ts')], {
    env: { ...process.env, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (child.stdout !== null) await once(child.stdout, 'data');
  return child;
}

// A relay before a real adapter: what it lets through, refuses or forgets to answer is a test's to say.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';

export interface HubRelay {
  readonly address: string;
  /** Bodies that reached the adapter, in order. */
  readonly bodies: string[];
  /** How the next requests end: `refuse` is 503, `lose` lets it through and drops the answer. */
  readonly next: ('refuse' | 'lose')[];
  readonly close: () => void;
}

export async function startHubRelay(hub: string): Promise<HubRelay> {
  const bodies: string[] = [];
  const next: HubRelay['next'] = [];

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    const how = next.shift();
    if (how === 'refuse') {
      response.writeHead(503, { 'retry-after': '0' }).end('{}');
      return;
    }
    bodies.push(body.toString('utf8'));
    const headers = { 'content-type': request.headers['content-type'] ?? '' };
    const answer = await fetch(`${hub}${request.url ?? ''}`, { method: 'POST', headers, body });
    const text = await answer.text();
    if (how === 'lose') response.destroy();
    else response.writeHead(answer.status).end(text);
  }

  const server: Server = createServer((request, response) => void pass(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the relay has no port');
  return { address: `http://127.0.0.1:${address.port}`, bodies, next, close: () => void server.close() };
}

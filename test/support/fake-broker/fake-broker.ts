// Stands before a real broker and makes produce requests fail as networks and brokers do: the connection ends before the
// request or after it was done, the answer comes late, is cut, or says that it failed although it was done, or because it was
// not. All else passes unchanged, but brokers are named by our port.

import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import {
  correlationOf,
  headOf,
  leadThrough,
  METADATA,
  onFrames,
  PRODUCE,
  type RequestHead,
} from './frames.ts';
import { disown, refusal } from './produce-answers.ts';

/** What happens to one produce request; codes are those of the protocol. */
export type Fault =
  /** The request never reaches the broker. */
  | { readonly kind: 'LOST' }
  /** Done, but the connection ends without an answer. */
  | { readonly kind: 'UNANSWERED' }
  /** Done, but the connection ends amid the answer. */
  | { readonly kind: 'CUT' }
  /** Done, answered after so many milliseconds. */
  | { readonly kind: 'LATE'; readonly ms: number }
  /** Not done. */
  | { readonly kind: 'REFUSED'; readonly code: number }
  /** Done, but of every `nth` partition the answer says that it failed. */
  | { readonly kind: 'DISOWNED'; readonly code: number; readonly nth: number };

export interface FakeBroker {
  /** As in KAFKA_BROKERS. */
  readonly brokers: string;
  readonly close: () => void;
}

/** Begins to stand before the broker at `host:port`; `faultOf` is asked at every produce request. */
export async function startFakeBroker(broker: string, faultOf: () => Fault | undefined): Promise<FakeBroker> {
  const [host = '', brokerPort = ''] = broker.split(':');
  const sockets = new Set<Socket>();
  let port = 0;
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    return socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket));
  };
  const server = createServer((client) => {
    relay(keep(client), keep(connect(Number(brokerPort), host)), port, faultOf);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the fake broker has no port');
  port = address.port;
  return {
    brokers: `127.0.0.1:${port}`,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

interface Asked {
  readonly head: RequestHead;
  readonly fault: Fault | undefined;
}

function relay(client: Socket, broker: Socket, port: number, faultOf: () => Fault | undefined): void {
  const asked = new Map<number, Asked>();
  client.on('close', () => broker.destroy());
  broker.on('close', () => client.destroy());
  onFrames(client, (request) => {
    const head = headOf(request);
    const fault = head.apiKey === PRODUCE ? faultOf() : undefined;
    if (fault?.kind === 'LOST') {
      client.destroy();
    } else if (fault?.kind === 'REFUSED') {
      client.write(refusal(request, head, fault.code));
    } else {
      asked.set(head.correlationId, { head, fault });
      broker.write(request);
    }
  });
  onFrames(broker, (answer) => {
    const correlation = correlationOf(answer);
    const of = asked.get(correlation);
    asked.delete(correlation);
    if (of?.head.apiKey === METADATA) leadThrough(answer, of.head.apiVersion, port);
    passOn(client, answer, of?.fault);
  });
}

function passOn(client: Socket, answer: Buffer, fault: Fault | undefined): void {
  if (fault?.kind === 'UNANSWERED') {
    client.destroy();
  } else if (fault?.kind === 'CUT') {
    client.end(answer.subarray(0, Math.ceil(answer.length / 2)));
  } else if (fault?.kind === 'LATE') {
    setTimeout(() => client.destroyed || client.write(answer), fault.ms);
  } else {
    if (fault?.kind === 'DISOWNED') disown(answer, fault.code, fault.nth);
    client.write(answer);
  }
}

/** Requests of the overload bench, made once and given other numbers each time: to write is all that a generator can afford. */
import { acceptedEvent } from './dossier-events.ts';

/** A kind of request, and how many events it brings. */
export interface Shape {
  readonly name: string;
  readonly events: number;
  /** The whole request, whose events have the numbers from `first` on. */
  readonly request: (first: number) => Buffer;
}

const DIGITS = 12;
/** Stands where a number goes; as long as one. */
const PLACE = '#'.repeat(DIGITS);

/** One event a request, a batch of a hundred, a thousand lines. */
export function shapesOf(run: string): {
  readonly single: Shape;
  readonly batch: Shape;
  readonly lines: Shape;
} {
  const event = acceptedEvent(PLACE).replace('[<id>]', `overload-${run}-${PLACE}`);
  const many = (count: number): readonly string[] => Array.from({ length: count }, () => event);
  return {
    single: shape('single events', 'application/cloudevents+json', event, 1),
    batch: shape('batches of 100', 'application/cloudevents-batch+json', `[${many(100).join()}]`, 100),
    lines: shape('NDJSON of 1,000', 'application/x-ndjson', many(1000).join('\n'), 1000),
  };
}

/** The number in the id of an event; undefined if it is of another run. */
export function numberOf(id: string, run: string): number | undefined {
  const start = `overload-${run}-`;
  return id.startsWith(start) ? Number(id.slice(start.length)) : undefined;
}

function shape(name: string, contentType: string, body: string, events: number): Shape {
  const head =
    `POST /v1/events HTTP/1.1\r\nHost: bench\r\nContent-Type: ${contentType}\r\n` +
    `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n`;
  const template = Buffer.from(head + body);
  const places: number[] = [];
  for (let at = template.indexOf(PLACE); at >= 0; at = template.indexOf(PLACE, at + DIGITS)) places.push(at);
  const perEvent = places.length / events;
  return {
    name,
    events,
    request(first) {
      const request = Buffer.from(template);
      for (const [index, place] of places.entries()) {
        const number = first + Math.floor(index / perEvent);
        request.write(String(number).padStart(DIGITS, '0'), place, 'latin1');
      }
      return request;
    },
  };
}

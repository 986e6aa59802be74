/** Requests of the overload bench, made once and given other numbers each time: to write is all that a generator can afford. */
import { acceptedEvent } from './dossier-events.ts';

/** A kind of request, and how many events it brings. */
export interface Shape {
  readonly name: string;
  readonly events: number;
  /** The whole request, whose events have the numbers from `first` on. */
  readonly request: (first: number) => Buffer;
}

/** Stand where a number goes; as long as it may be there. */
const ID_PLACE = '#'.repeat(12);
const DOSSIER_PLACE = '%'.repeat(6);

/** One event a request, a batch of a hundred, a thousand lines. */
export function shapesOf(run: string): {
  readonly single: Shape;
  readonly batch: Shape;
  readonly lines: Shape;
} {
  const event = acceptedEvent(DOSSIER_PLACE).replace('[<id>]', `overload-${run}-${ID_PLACE}`);
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
  const places = [ID_PLACE, DOSSIER_PLACE].map((place) => placesOf(template, place));
  return {
    name,
    events,
    request(first) {
      const request = Buffer.from(template);
      for (const ofKind of places) {
        for (const [event, { at, length }] of ofKind.entries()) {
          const number = String(first + event).padStart(length, '0');
          request.write(number.slice(-length), at, 'latin1');
        }
      }
      return request;
    },
  };
}

function placesOf(template: Buffer, place: string): { readonly at: number; readonly length: number }[] {
  const places = [];
  const { length } = place;
  for (let at = template.indexOf(place); at >= 0; at = template.indexOf(place, at + length)) {
    places.push({ at, length });
  }
  return places;
}

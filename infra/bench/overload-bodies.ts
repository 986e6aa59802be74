/** Requests of the overload bench, made once and given other numbers each time: to write is all that a generator can afford. */
import { acceptedEvent } from './dossier-events.ts';
import { FACTS_OF_A_DOSSIER, syncedDossiers } from './synced-dossiers.ts';

/** A kind of request, and how many events it brings: of a native message those that the hub makes of it. */
export interface Shape {
  readonly name: string;
  /** The status that takes all of it. */
  readonly takenBy: 200 | 202;
  /** Whether its facts have names of the hub's making, which the answer alone tells. */
  readonly isNative: boolean;
  readonly events: number;
  /** The whole request, whose events have the numbers from `first` on. */
  readonly request: (first: number) => Buffer;
}

/** Stand where a number goes; as long as it may be there. */
const ID_PLACE = '#'.repeat(12);
const DOSSIER_PLACE = '%'.repeat(6);
const SYNCED_PLACE = '%'.repeat(8);
const DOSSIERS_A_MESSAGE = 100;

/** One event a request, a batch of a hundred, a thousand lines; a hundred dossiers of the national sync. */
export function shapesOf(run: string): {
  readonly single: Shape;
  readonly batch: Shape;
  readonly lines: Shape;
  readonly synced: Shape;
} {
  const event = acceptedEvent(DOSSIER_PLACE).replace('[<id>]', `overload-${run}-${ID_PLACE}`);
  const many = (count: number): readonly string[] => Array.from({ length: count }, () => event);
  const events = {
    path: '/v1/events',
    takenBy: 202,
    isNative: false,
    places: [ID_PLACE, DOSSIER_PLACE],
  } as const;
  const dossiers = Array<string>(DOSSIERS_A_MESSAGE).fill(`H44-260103-${SYNCED_PLACE}`);
  return {
    single: shape(event, {
      ...events,
      name: 'single events',
      contentType: 'application/cloudevents+json',
      events: 1,
    }),
    batch: shape(`[${many(100).join()}]`, {
      ...events,
      name: 'batches of 100',
      contentType: 'application/cloudevents-batch+json',
      events: 100,
    }),
    lines: shape(many(1000).join('\n'), {
      ...events,
      name: 'NDJSON of 1,000',
      contentType: 'application/x-ndjson',
      events: 1000,
    }),
    synced: shape(syncedDossiers(dossiers), {
      name: 'national sync, 100 dossiers',
      path: '/v1/national-sync/dossiers',
      contentType: 'application/json',
      takenBy: 200,
      isNative: true,
      places: [SYNCED_PLACE],
      events: DOSSIERS_A_MESSAGE * FACTS_OF_A_DOSSIER,
    }),
  };
}

/** The number in the id of an event; undefined if it is of another run. */
export function numberOf(id: string, run: string): number | undefined {
  const start = `overload-${run}-`;
  return id.startsWith(start) ? Number(id.slice(start.length)) : undefined;
}

interface ShapeOptions extends Omit<Shape, 'request'> {
  readonly path: string;
  readonly contentType: string;
  /** What numbers are written over, those of an event or dossier one after another. */
  readonly places: readonly string[];
}

function shape(body: string, { path, contentType, places: kinds, ...said }: ShapeOptions): Shape {
  const head =
    `POST ${path} HTTP/1.1\r\nHost: bench\r\nContent-Type: ${contentType}\r\n` +
    `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n`;
  const template = Buffer.from(head + body);
  const places = kinds.map((place) => placesOf(template, place));
  return {
    ...said,
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

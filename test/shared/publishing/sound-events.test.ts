// The quick way in takes what the readers that name faults would take, as they take it, and nothing else.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EventType } from '#schemas/generated/events.ts';
import { EVENTS } from '#schemas/generated/events.ts';
import type { EventField, FieldType } from '#shared/avro/event-fields.ts';
import { readSentEvent } from '#shared/publishing/cloud-event.ts';
import { isJsonObject } from '#shared/publishing/door-data.ts';
import { doorSchemaOf } from '#shared/publishing/door-type.ts';
import { ABOUT_FACTS } from '#shared/publishing/event-body.ts';
import { STREAMS, typesOf } from '#shared/publishing/event-type.ts';
import { structuredEvent } from '#shared/publishing/sent-event.ts';
import { readSoundEvent } from '#shared/publishing/sound-event.ts';
import { parseJson } from '#shared/pure/strict-json.ts';
import { seedFrom } from '../../support/seeded.ts';
import { DOSSIER } from './example-events.ts';

const seed = seedFrom('SOUND_EVENTS_SEED') | 0;
/** Of each event type; more with the variable. */
const RUNS = Number(process.env['SOUND_EVENTS_RUNS'] ?? 8);
const DOOR = { name: 'events', streams: STREAMS, agencyCheck: () => undefined };

/** By name, where the hub agrees on a form. */
const FORMS: Readonly<Record<string, fc.Arbitrary<string>>> = {
  paperKind: fc.constantFrom('BIRTH_CERTIFICATE', 'BIRTH_NOTICE'),
  documentKey: fc.constantFrom('H44,2026-09-01,1201/UBND', 'H44,2026/09/01,1201/UBND'),
  fileSha256: fc.constantFrom('a'.repeat(64), 'AB'.repeat(32)),
  clientId: fc.constant('client-1'),
  dossierCode: fc.constant(DOSSIER),
  ...Object.fromEntries(
    ['agencyCode', 'parent', 'successor', 'agencyRoot'].map((name) => [
      name,
      fc.constantFrom('H44', 'h44.150', '000.00.16.H23'),
    ]),
  ),
};

const words = fc.constantFrom('một', 'Hòa', ' x', '\u00a0y', '12', 'a/b');

function jsonOf(type: FieldType, name: string): fc.Arbitrary<unknown> {
  switch (type.kind) {
    case 'text':
      return FORMS[name] ?? words;
    case 'boolean':
      return fc.boolean();
    case 'instant':
      return fc.constantFrom('2026-09-14T01:30:15.000Z', '2026-09-14t08:30:15+07:00');
    case 'day':
      return fc.constantFrom('2026-09-14', '2024-02-29');
    case 'integer':
      return fc.integer({ min: 0, max: 1000 });
    case 'choice':
      return fc.constantFrom(...type.symbols.filter((symbol) => symbol !== 'UNKNOWN'));
    case 'list':
      return fc.array(jsonOf(type.item, name), { maxLength: 2 });
    case 'object':
      return membersOf(type.fields);
    case 'bytes':
      return fc.constant('');
    default:
      return type satisfies never;
  }
}

function membersOf(fields: readonly EventField[]): fc.Arbitrary<Record<string, unknown>> {
  const requiredKeys = fields.filter(({ absent }) => absent === undefined).map(({ name }) => name);
  const model = Object.fromEntries(
    fields.map(({ name, type, nullable }) => [
      name,
      nullable ? fc.option(jsonOf(type, name)) : jsonOf(type, name),
    ]),
  );
  return fc.record(model, { requiredKeys });
}

const SUBJECTS: Readonly<Record<string, string>> = {
  'gov.one-stop-shop.dossier.v1': DOSSIER,
  'gov.document-management.document.v1': 'H44,2026-09-01,1201/UBND-KSTT',
  'gov.civil-servants.record.v1': 'CC-1',
  'gov.one-stop-shop.petition.v1': 'PA-1',
  'gov.document-management.work-file.v1': 'HS-1',
  'gov.civil-servants.establishment.v1': 'H44',
};

function eventOf(type: EventType): fc.Arbitrary<Record<string, unknown>> {
  const { data, text, person } = doorSchemaOf(type);
  const concern = fc
    .tuple(
      fc.constantFrom('012345678901', '012345678902'),
      fc.constantFrom('HOLDER', 'CHILD'),
      membersOf(person),
    )
    .map(([id, role, said]) => ({ person: { type: 'PERSON', id }, role, ...said }));
  const body = fc
    .tuple(membersOf([...data, ...text]), fc.array(concern, { minLength: 1, maxLength: 2 }))
    .map(([members, concerns]) => ({ ...members, concerns }));
  return body.map((members) => ({
    specversion: '1.0',
    id: 'one',
    source: '/agencies/H44.150/one-stop-shop',
    type,
    subject: SUBJECTS[EVENTS[type].topic],
    time: '2026-09-15T16:00:00.000+07:00',
    data: members,
  }));
}

function bothWays(event: unknown) {
  const value = parseJson(Buffer.from(JSON.stringify(event)));
  if (!isJsonObject(value)) throw new Error('no object');
  const slow = readSentEvent(structuredEvent(value, ''), '', DOOR, 7);
  return { quick: readSoundEvent(value, DOOR, 7), slow: 'event' in slow ? slow.event : undefined };
}

describe.each(typesOf(STREAMS).filter((type) => !ABOUT_FACTS.has(EVENTS[type].eventName)))('%s', (type) => {
  test('is read as the slow way reads it, and quickly where nothing is odd', () => {
    let quickly = 0;
    fc.assert(
      fc.property(eventOf(type), (event) => {
        const { quick, slow } = bothWays(event);
        expect(quick).toStrictEqual(slow);
        quickly += quick === undefined ? 0 : 1;
      }),
      { numRuns: RUNS, seed },
    );
    // Events whose key the hub makes itself are taken nowhere.
    expect(quickly > 0 || SUBJECTS[EVENTS[type].topic] === undefined).toBe(true);
  });

  test('spoilt somewhere is never taken where the slow way refuses', () => {
    const odd = fc.constantFrom<unknown>(
      null,
      '',
      ' ',
      'x',
      7,
      -1.5,
      true,
      [],
      [null],
      {},
      { a: 1 },
      '2026-02-30',
      'UNKNOWN',
      '\u00a0',
    );
    fc.assert(
      fc.property(eventOf(type), fc.nat(), odd, fc.boolean(), (event, at, value, isInside) => {
        const data = Object(event['data']);
        const names = [...Object.keys(isInside ? data : event), 'extra', 'Extra', '__proto__'];
        const changes = JSON.parse(`{${JSON.stringify(names[at % names.length])}:${JSON.stringify(value)}}`);
        const { quick, slow } = bothWays(
          isInside ? { ...event, data: { ...data, ...changes } } : { ...event, ...changes },
        );
        expect(quick ?? slow).toStrictEqual(slow);
      }),
      { numRuns: 2 * RUNS, seed },
    );
  });
});

// Whatever is wrong with an event, what it says of persons is in no fault: not as a value, not as the name of a member.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readCloudEvent } from '#shared/publishing/cloud-event.ts';
import { MessageFault } from '#shared/pure/fault.ts';
import { parseJson } from '#shared/pure/strict-json.ts';
import { seedFrom } from '../../support/seeded.ts';
import { resultIssued } from './example-events.ts';

const SECRETS = [
  '079085123456',
  '079085123',
  '0912345678',
  'Trần Thị Bí Mật',
  '12/05/1985',
  '1985-05-12',
  'b.mat@example.vn',
];
const DOOR = { name: 'events', streams: ['one-stop-shop'] as const, agencyCheck: () => undefined };

const secret = fc.constantFrom(...SECRETS);
const wrong = fc.oneof(
  secret,
  secret.map((text) => [text]),
  secret.map((text) => ({ [text]: text })),
  secret.map((text) => ({ type: text, id: text })),
  secret.map((text) => `${text} \u0000`),
);
/** Where something personal may be written by mistake. */
const PLACES = [
  ['extension'],
  ['data'],
  ['data', 'note'],
  ['data', 'concerns'],
  ['data', 'concerns', 0],
  ['data', 'concerns', 0, 'person'],
  ['data', 'concerns', 0, 'person', 'type'],
  ['data', 'concerns', 0, 'person', 'id'],
  ['data', 'concerns', 0, 'role'],
  ['data', 'concerns', 0, 'birthDate'],
  ['data', 'concerns', 0, 'nickname'],
  ['data', 'paper', 'signatureStatus'],
  ['data', 'paper', 'issuer'],
  ['data', 'paper', 'object'],
] as const;

test('no fault repeats it', () => {
  fc.assert(
    fc.property(fc.constantFrom(...PLACES), wrong, secret, (place, value, name) => {
      for (const path of [place, [...place.slice(0, -1), name]]) {
        const faults = faultsOf(Buffer.from(JSON.stringify(changed(resultIssued(), path, value))));
        for (const text of SECRETS) expect(JSON.stringify(faults)).not.toContain(text);
      }
    }),
    { numRuns: 2_000, seed: seedFrom('NOTHING_REPEATED_SEED') | 0 },
  );
});

function faultsOf(bytes: Buffer): unknown {
  try {
    const read = readCloudEvent(parseJson(bytes), DOOR, 0);
    return 'faults' in read ? read.faults : [];
  } catch (error) {
    if (error instanceof MessageFault) return [error.faults, error.message];
    throw error;
  }
}

/** The same with another value at a place. */
function changed(whole: unknown, [first, ...rest]: readonly (string | number)[], value: unknown): unknown {
  if (first === undefined) return value;
  if (Array.isArray(whole))
    return whole.map((item, at) => (at === first ? changed(item, rest, value) : item));
  const members = typeof whole === 'object' && whole !== null ? whole : {};
  return { ...members, [first]: changed(Reflect.get(members, first), rest, value) };
}

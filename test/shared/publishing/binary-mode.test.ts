// CloudEvents in binary mode: attributes as headers, percent-decoded once, the body as data.
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, type DoorsRoom, openDoors } from './doors-room.ts';
import { CHILD, DOSSIER, type ExampleEvent, paperShared, resultIssued, withPaper } from './example-events.ts';

let room: DoorsRoom;
beforeAll(async () => {
  room = await openDoors();
});
afterAll(() => room.shut());

/** An event as headers and body. */
function inBinary({ data, datacontenttype: _said, ...attributes }: ExampleEvent) {
  const headers = Object.entries(attributes).map(([name, value]) => [`ce-${name}`, String(value)] as const);
  const named: Record<string, string> = Object.fromEntries(headers);
  return {
    headers: { 'content-type': 'application/json', ...named },
    body: JSON.stringify(data),
  };
}

function post(
  event: ExampleEvent,
  changes: Record<string, string> = {},
  door = '/v1/events',
): Promise<Answer> {
  const { headers, body } = inBinary(event);
  return room.send(door, body, { ...headers, ...changes });
}

async function keptOf(answer: Answer) {
  expect([answer.status, answer.text]).toStrictEqual([202, expect.any(String)]);
  const [receipt] = answer.body.receipts;
  if (receipt === undefined) throw new Error('no receipt');
  const record = await room.recordAt(receipt);
  const decoded = await room.decode(record.value ?? Buffer.alloc(0));
  if (decoded.kind !== 'event') throw new Error(decoded.kind);
  return { receipt, record, event: decoded.event };
}

test('is the same fact as in structured mode', async () => {
  const one = await keptOf(await post(resultIssued({ sequence: '17' })));
  const other = await keptOf(await room.post('/v1/events', resultIssued({ sequence: '17' })));
  const { recordedAt: _at, sealed: _boxes, ...fact } = one.event;
  expect(other.event).toMatchObject(fact);
  expect(one.record.key?.toString()).toBe(DOSSIER);
  expect(one.event.sequence).toBe('17');
});

test('header values are percent-decoded once, quotes taken off before', async () => {
  const event = resultIssued();
  const encoded = await keptOf(await post(event, { 'ce-id': 'k%E1%BA%BFt%20qu%E1%BA%A3%2525' }));
  expect(encoded.receipt.id).toBe('kết quả%25');
  const quoted = await keptOf(await post(event, { 'ce-id': String.raw`"a \"b\" %C3%A9"` }));
  expect(quoted.receipt.id).toBe('a "b" é');
});

test('an event without data has an empty body', async () => {
  const event = resultIssued({ type: 'vn.gov.one-stop-shop.dossier-completed.v1', id: 'done' });
  const { headers } = inBinary(event);
  const answer = await room.send('/v1/events', '', headers);
  expect(answer.status).toBe(202);
});

test('shared papers and dry runs take it, too', async () => {
  expect((await post(paperShared(), {}, '/v1/shared-papers')).status).toBe(202);
  const planned = await post(paperShared(), {}, '/v1/shared-papers?dryRun=true');
  expect(planned.status).toBe(200);
  expect(planned.body.events).toMatchObject([{ event: { eventName: 'PaperShared' } }]);
});

const REFUSED: readonly (readonly [string, Record<string, string>, string, string])[] = [
  ['an overlong form', { 'ce-id': '%C0%A0' }, '/headers/ce-id', 'FORM'],
  ['a surrogate', { 'ce-id': '%ED%A0%80' }, '/headers/ce-id', 'FORM'],
  ['a percent sign alone', { 'ce-id': '100%' }, '/headers/ce-id', 'FORM'],
  ['a byte that should be encoded', { 'ce-id': 'caf\u00e9' }, '/headers/ce-id', 'FORM'],
  ['a quote that does not end', { 'ce-id': '"a' }, '/headers/ce-id', 'FORM'],
  ['NUL', { 'ce-id': 'a%00b' }, '/headers/ce-id', 'NUL'],
  ['a control character', { 'ce-id': 'a%0Ab' }, '/headers/ce-id', 'CONTROL_CHARACTER'],
  ['a bidirectional control', { 'ce-subject': 'H44%E2%80%AE' }, '/headers/ce-subject', 'BIDI_CONTROL'],
  ['a time without an offset', { 'ce-time': '2026-09-15T16:00:00' }, '/headers/ce-time', 'FORM'],
  ['another specversion', { 'ce-specversion': '0.3' }, '/headers/ce-specversion', 'NOT_LISTED'],
  [
    'the content type twice',
    { 'ce-datacontenttype': 'text/xml' },
    '/headers/ce-datacontenttype',
    'UNKNOWN_MEMBER',
  ],
  ['data as a header', { 'ce-data': '{}' }, '/headers/ce-data', 'UNKNOWN_MEMBER'],
  ['a name that is none', { 'ce-my_extension': '1' }, '/headers/ce-my_extension', 'UNKNOWN_MEMBER'],
];

describe('is refused with', () => {
  test.each(REFUSED)('%s', async (_what, headers, pointer, code) => {
    const answer = await post(resultIssued(), headers);
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toContainEqual(expect.objectContaining({ pointer, code }));
  });

  test('faults of the data, whose pointers lead into the body', async () => {
    const answer = await post(withPaper({ issuedOn: '15/09/2026' }));
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toMatchObject([{ pointer: '/paper/issuedOn', code: 'FORM' }]);
    const { headers } = inBinary(resultIssued());
    const unreadable = await room.send('/v1/events', '{"paper":{"number":1,"number":2}}', headers);
    expect([unreadable.status, unreadable.body.errors[0]?.pointer]).toStrictEqual([400, '/paper/number']);
  });

  test('a missing attribute, named as its header', async () => {
    const { time: _left, ...event } = resultIssued();
    const answer = await post(event);
    expect(answer.body.errors).toMatchObject([{ pointer: '/headers/ce-time', code: 'REQUIRED' }]);
  });

  test('a header twice', async () => {
    const { headers, body } = inBinary(resultIssued());
    const text = await new Promise<string>((resolve, reject) => {
      const call = request(`${room.address}/v1/events`, { method: 'POST' }, (answer) => {
        let said = '';
        answer.on('data', (chunk: Buffer) => (said += chunk.toString()));
        answer.on('end', () => resolve(said));
      });
      for (const [name, value] of Object.entries<string>(headers)) call.setHeader(name, value);
      call.setHeader('ce-id', ['one', 'two']);
      call.once('error', reject);
      call.end(body);
    });
    expect(JSON.parse(text).errors).toMatchObject([{ pointer: '/headers/ce-id', code: 'DUPLICATE_KEY' }]);
    expect(text).not.toContain(CHILD);
  });
});

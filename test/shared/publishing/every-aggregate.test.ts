// Every kind of aggregate has its door: the subject gives the key, the type the topic; what is said of another fact goes where
// that fact stands.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { partitionOf } from '#shared/kafka/partitioner.ts';
import { type Answer, type DoorsRoom, openDoors } from './doors-room.ts';
import { CHILD, DOSSIER, type ExampleEvent } from './example-events.ts';

let room: DoorsRoom;
beforeAll(async () => {
  room = await openDoors(['one-stop-shop', 'document-management', 'civil-servants']);
});
afterAll(() => room.shut());

const PETITION = 'H44.150-PAKN-2026-0007';
const WORK_FILE = 'H44.150/2026/HS-17';
const SOURCE = '/agencies/H44.150/office';

function event(type: string, subject: string, data: Record<string, unknown>): ExampleEvent {
  return {
    specversion: '1.0',
    id: `${type}/${subject}`,
    source: SOURCE,
    type: `vn.gov.${type}.v1`,
    subject,
    time: '2026-09-15T09:00:00.000Z',
    data,
  };
}

const PETITIONER = [{ person: { type: 'PERSON', id: CHILD }, role: 'APPLICANT', contact: 'số 5 phố Hàng' }];
const ONE_STOP = 'gov.one-stop-shop.dossier.v1';
const PETITIONS = 'gov.one-stop-shop.petition.v1';
const WORK_FILES = 'gov.document-management.work-file.v1';
const POSTS = 'gov.civil-servants.establishment.v1';

const RIGHT: readonly (readonly [type: string, subject: string, data: object, topic: string])[] = [
  ['one-stop-shop.dossier-transferred', DOSSIER, { from: 'H44.150', to: 'H44', form: 'PAPER' }, ONE_STOP],
  ['one-stop-shop.processing-suspended', DOSSIER, { until: '2026-10-01', reason: 'chờ' }, ONE_STOP],
  ['one-stop-shop.processing-resumed', DOSSIER, {}, ONE_STOP],
  ['one-stop-shop.apology-issued', DOSSIER, { number: '3/TXL', content: 'xin lỗi' }, ONE_STOP],
  ['one-stop-shop.satisfaction-rated', DOSSIER, { rating: 'VERY_SATISFIED' }, ONE_STOP],
  [
    'one-stop-shop.petition-received',
    PETITION,
    { channel: 'ONLINE', content: 'ý kiến', concerns: PETITIONER },
    PETITIONS,
  ],
  ['one-stop-shop.petition-answered', PETITION, { number: '9/UBND', content: 'trả lời' }, PETITIONS],
  [
    'document-management.work-file-opened',
    WORK_FILE,
    { secret: false, title: 'hồ sơ công việc' },
    WORK_FILES,
  ],
  ['document-management.work-file-closed', WORK_FILE, { secret: false, processedOnline: true }, WORK_FILES],
  [
    'civil-servants.establishment-approved',
    'H44.150',
    { year: 2026, approved: 40, filled: 37, number: '12/QĐ' },
    POSTS,
  ],
];

const PARTITIONS: Readonly<Record<string, number>> = {
  [ONE_STOP]: 12,
  [PETITIONS]: 3,
  [WORK_FILES]: 3,
  [POSTS]: 1,
};

async function decodedAt({ status, text, body }: Answer) {
  expect([status, text]).toStrictEqual([202, expect.any(String)]);
  const [receipt] = body.receipts;
  if (receipt === undefined) throw new Error('no receipt');
  const record = await room.recordAt(receipt);
  const decoded = await room.decode(record.value ?? Buffer.alloc(0));
  if (decoded.kind !== 'event') throw new Error(`the record is ${decoded.kind}`);
  return { receipt, key: record.key?.toString(), event: decoded.event };
}

describe('an event', () => {
  test.each(RIGHT)('%s of %s stands on its topic under its key', async (type, subject, data, topic) => {
    const sent = event(type, subject, { ...data });
    const { status, body } = await room.post('/v1/events', sent);
    expect(status).toBe(202);
    expect(body.receipts).toMatchObject([
      { topic: room.prefix + topic, partition: partitionOf(subject, PARTITIONS[topic] ?? 0) },
    ]);
    const { body: plan } = await room.post('/v1/events?dryRun=true', sent);
    expect(plan.events).toMatchObject([{ key: subject, event: { type: `vn.gov.${type}.v1` } }]);
  });

  test('keeps what a petitioner wrote and where they live sealed, each under its own key', async () => {
    const [type, subject, data] = RIGHT[5] ?? ['', '', {}];
    const { event: kept } = await decodedAt(
      await room.post('/v1/events', { ...event(type, subject, { ...data }), id: 'sealed' }),
    );
    const child = room.hubKey.subjectKey({ type: 'PERSON', id: CHILD });
    expect(kept.sealed.map(({ keyOwner }) => keyOwner)).toStrictEqual([child, `petition/${PETITION}`]);
    expect(JSON.stringify(kept)).not.toContain('Hàng');
  });

  test('goes by one form of its code', async () => {
    const lower = ` ${PETITION.toLowerCase()} `;
    const petition = await room.post(
      '/v1/events?dryRun=true',
      event('one-stop-shop.petition-answered', lower, {}),
    );
    expect(petition.body.events).toMatchObject([{ key: PETITION }]);
    const posts = { year: 2026, approved: 40 };
    const old = await room.post(
      '/v1/events?dryRun=true',
      event('civil-servants.establishment-approved', '000.00.150.H44', posts),
    );
    expect(old.body.events).toMatchObject([{ key: 'H44.150' }]);
  });

  test.each([
    ['one-stop-shop.petition-answered', '025188000123', /personal number/],
    ['one-stop-shop.petition-answered', 'a b', /petition code/],
    ['document-management.work-file-closed', '#7', /work file code/],
    ['civil-servants.establishment-approved', 'Hà Nội', /code of the agency/],
  ])('%s of %s is refused with what a code is', async (type, subject, says) => {
    const data = { secret: false, processedOnline: true, year: 2026, approved: 1 };
    const { body, status } = await room.post('/v1/events', event(type, subject, data));
    expect(status).toBe(422);
    const fault = body.errors.find(({ pointer }) => pointer === '/subject');
    expect(fault?.code).toBe('FORM');
    expect(`${fault?.expected} ${fault?.hint}`).toMatch(says);
  });

  test.each([
    ['one-stop-shop.petition-received', 'the petition code'],
    ['document-management.work-file-opened', 'the work file code'],
    ['civil-servants.establishment-approved', 'the code of the agency'],
  ])('%s without a subject is told which code it needs', async (type, code) => {
    const { body } = await room.post('/v1/events', { ...event(type, '', {}), subject: undefined });
    expect(body.errors).toContainEqual(
      expect.objectContaining({
        pointer: '/subject',
        code: 'REQUIRED',
        expected: expect.stringContaining(code),
      }),
    );
  });
});

describe('what is said of another fact', () => {
  const target = { source: SOURCE, id: 'petition-1' };
  const answered = 'vn.gov.one-stop-shop.petition-answered.v1';

  test('a correction travels on the topic and key of what it replaces', async () => {
    const {
      receipt,
      key,
      event: kept,
    } = await decodedAt(
      await room.post(
        '/v1/events',
        event('one-stop-shop.fact-corrected', PETITION, {
          target,
          type: answered,
          data: { number: '10/UBND', content: 'đúng' },
          reason: 'ghi nhầm số',
        }),
      ),
    );
    expect([receipt.topic, key]).toStrictEqual([room.prefix + PETITIONS, PETITION]);
    if (kept.eventName !== 'FactCorrected') throw new Error(kept.eventName);
    expect(kept.sealed.map(({ keyOwner }) => keyOwner)).toStrictEqual([`petition/${PETITION}`]);
    expect(await room.decode(kept.fact)).toMatchObject({
      event: { ...target, number: '10/UBND', sealed: [{ keyOwner: `petition/${PETITION}` }] },
    });
  });

  test('a retraction travels where its factType says, else on the first topic of the stream', async () => {
    const retraction = (subject: string, more: object) =>
      event('one-stop-shop.fact-retracted', subject, { target, reason: 'nhầm', ...more });
    const one = await decodedAt(await room.post('/v1/events', retraction(PETITION, { factType: answered })));
    expect([one.receipt.topic, one.key]).toStrictEqual([room.prefix + PETITIONS, PETITION]);
    const other = await decodedAt(await room.post('/v1/events', retraction(DOSSIER, {})));
    expect([other.receipt.topic, other.key]).toStrictEqual([room.prefix + ONE_STOP, DOSSIER]);
  });

  test.each([
    ['one-stop-shop.fact-retracted', { factType: 'vn.gov.civil-servants.retired.v1' }, '/data/factType'],
    ['one-stop-shop.fact-retracted', { factType: 'petition-answered' }, '/data/factType'],
    ['one-stop-shop.fact-corrected', { type: 'vn.gov.civil-servants.retired.v1', data: {} }, '/data/type'],
    ['civil-servants.fact-corrected', { type: answered, data: {} }, '/data/type'],
  ])('%s of another stream than its own is refused', async (type, data, pointer) => {
    const { status, body } = await room.post('/v1/events', event(type, DOSSIER, { target, ...data }));
    expect(status).toBe(422);
    expect(body.errors.map((fault) => fault.pointer)).toContain(pointer);
  });

  test('the subject must be a code of the topic that the fact is of', async () => {
    const { status, body } = await room.post(
      '/v1/events',
      event('civil-servants.fact-corrected', 'CC-0901', {
        target,
        type: 'vn.gov.civil-servants.establishment-approved.v1',
        data: { year: 2026, approved: 41 },
      }),
    );
    expect(status).toBe(422);
    expect(body.errors).toMatchObject([{ pointer: '/subject', code: 'FORM' }]);
  });
});

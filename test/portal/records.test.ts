// Official documents with their chain, and civil servants on a day, over HTTP.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Receipt } from '#shared/publishing/receipt.ts';
import type { FactDraft } from '#shared/pure/draft.ts';
import { REGISTERED } from '../shared/once-only/life.ts';
import { at } from '../support/facts.ts';
import { LAN } from './lives.ts';
import { draft, knowing, openRoom, type Room } from './portal-room.ts';

let room: Room;
beforeAll(async () => {
  room = await openRoom();
}, 120_000);
afterAll(() => room.close());

const PURPOSE = { 'hub-purpose': 'DOSSIER_PROCESSING' };

/** Asks once the portal knows these; without any, for what it knows anyway. */
async function read(path: string, receipts: readonly Receipt[] = []) {
  const waiting = receipts.length === 0 ? '' : `${path.includes('?') ? '&' : '?'}${knowing(receipts)}`;
  const answer = await room.ask(`${path}${waiting}`, { headers: PURPOSE });
  const body: Record<string, unknown> = JSON.parse(await answer.text());
  return { status: answer.status, body };
}

const DOCUMENTS = 'vn.gov.document-management';

function registered(key: string, secrecySuspected = false): FactDraft {
  return draft('DocumentRegistered', `${DOCUMENTS}.document-registered.v1`, {
    id: key,
    key,
    agency: 'H44',
    at: at('2026-06-01'),
    data: {
      ...REGISTERED,
      documentId: key,
      promulgatedOn: '2026-06-01',
      codeNotation: 'QĐ-UBND',
      secrecySuspected,
    },
  });
}

function sent(key: string): FactDraft {
  return draft('DocumentSent', `${DOCUMENTS}.document-sent.v1`, {
    id: `${key}-sent`,
    key,
    agency: 'H44',
    at: at('2026-06-02'),
    data: {
      recipient: { agencyCode: 'H05', name: 'UBND tỉnh Bắc Ninh', inCharge: null },
      trace: [{ agencyCode: 'G22', at: at('2026-06-02', 9) }],
    },
  });
}

function received(key: string): FactDraft {
  return draft('DocumentReceived', `${DOCUMENTS}.document-received.v1`, {
    id: `${key}-received`,
    key,
    agency: 'H05',
    at: at('2026-06-03'),
    data: { statusCode: '03' },
  });
}

function recalled(key: string): FactDraft {
  return draft('RecallRequested', `${DOCUMENTS}.recall-requested.v1`, {
    id: `${key}-recalled`,
    key,
    agency: 'H44',
    at: at('2026-06-04'),
    data: { statusCode: '13', recallDocumentId: null },
  });
}

describe('a document', () => {
  const KEY = 'H44,2026-06-01,7/QĐ-UBND';
  const path = `/v1/documents/${encodeURIComponent(KEY)}`;

  test('is shown with its recipients, how far they are, and its recall', async () => {
    const receipts = await room.publish([registered(KEY), sent(KEY), received(KEY), recalled(KEY)]);
    const { status, body } = await read(path, receipts);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      documentKey: KEY,
      issuer: { code: 'H44', name: 'UBND tỉnh Phú Thọ' },
      state: 'RECALLED',
      deadLetterOpen: false,
      promulgatedOn: '2026-06-01',
      signatureStatus: 'UNKNOWN',
      recipients: [{ code: 'H05', name: 'UBND tỉnh Bắc Ninh', isAddressed: true, state: 'RECEIVED' }],
      recall: { by: 'H44', proof: { eventId: `${KEY}-recalled` } },
      replacedBy: [],
      dossiers: [],
    });
  });

  test('has a chain of what was said of it, each with its event, and the stops of a sending', async () => {
    const { body } = await read(`${path}/trace`);
    expect(body['entries']).toMatchObject([
      { eventName: 'DocumentRegistered', agency: 'H44', proof: { eventId: KEY } },
      { eventName: 'DocumentSent', recipient: 'H05', hops: [{ agency: 'G22' }] },
      { eventName: 'DocumentReceived', agency: 'H05' },
      { eventName: 'RecallRequested', agency: 'H44' },
    ]);
  });

  test('that looks secret is not known, and neither is one of which nobody spoke', async () => {
    const secret = 'H44,2026-06-01,8/QĐ-UBND';
    const receipts = await room.publish([registered(secret, true)]);
    for (const key of [secret, 'H44,2026-06-01,9/QĐ-UBND']) {
      const { status, body } = await read(`/v1/documents/${encodeURIComponent(key)}`, receipts);
      expect([status, body['code']]).toStrictEqual([404, 'NOT_FOUND']);
    }
    expect((await read(`/v1/documents/${encodeURIComponent(secret)}/trace`, receipts)).status).toBe(404);
  });

  test('is read for a purpose only', async () => {
    const answer = await room.ask(path);
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('PURPOSE_MISSING');
  });
});

describe('a civil servant', () => {
  const RECORDS = 'vn.gov.civil-servants';
  const CODE = 'CB-44-0007';

  function record(): FactDraft[] {
    const common = { key: CODE, agency: 'H44' };
    return [
      draft('CivilServantRegistered', `${RECORDS}.civil-servant-registered.v1`, {
        ...common,
        id: 'header',
        at: at('2020-01-02'),
        concerns: [
          { person: LAN, role: 'HOLDER', personal: { name: 'Nguyễn Thử Nghiệm', birthDate: '1990-05-05' } },
        ],
        data: {
          kind: 'CIVIL_SERVANT',
          unit: 'H44.150',
          position: 'Công chức tư pháp',
          recruitedOn: '2020-01-02',
          status: 'WORKING',
          statusFrom: null,
        },
      }),
      ...[
        { unit: 'H44.150', startsOn: '2020-01-02', endsOn: '2024-06-30' },
        { unit: 'H44.151', startsOn: '2024-07-01', endsOn: null },
      ].map((post) =>
        draft('Appointed', `${RECORDS}.appointed.v1`, {
          ...common,
          id: `post-${post.unit}`,
          at: at(post.startsOn),
          concerns: [{ person: LAN, role: 'HOLDER' }],
          data: { ...post, title: 'Công chức' },
        }),
      ),
      draft('LeaveStarted', `${RECORDS}.leave-started.v1`, {
        ...common,
        id: 'leave',
        at: at('2026-09-01'),
        concerns: [{ person: LAN, role: 'HOLDER' }],
        data: { leaveKind: 'MATERNITY', startsOn: '2026-09-01', endsOn: '2027-02-28' },
      }),
      draft('QualificationAdded', `${RECORDS}.qualification-added.v1`, {
        ...common,
        id: 'degree',
        at: at('2019-06-01'),
        concerns: [{ person: LAN, role: 'HOLDER' }],
        data: { level: 'Đại học', field: 'Luật', institution: null, year: 2019 },
      }),
    ];
  }

  test('has the posts, the leave and the record of the day that is asked about', async () => {
    const receipts = await room.publish(record());
    const { status, body } = await read(`/v1/civil-servants/${CODE}?on=2024-06-30`, receipts);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      code: CODE,
      on: '2024-06-30',
      name: 'Nguyễn Thử Nghiệm',
      kind: 'CIVIL_SERVANT',
      status: 'WORKING',
      posts: [
        { agencyCode: 'H44.150', from: '2020-01-02', to: '2024-06-30', proof: { eventId: 'post-H44.150' } },
      ],
      leaves: [],
      qualifications: [{ level: 'Đại học', field: 'Luật', year: 2019 }],
    });
    const later = await read(`/v1/civil-servants/${CODE}?on=2026-10-01`, receipts);
    expect(later.body).toMatchObject({
      posts: [{ agencyCode: 'H44.151', from: '2024-07-01' }],
      leaves: [{ kind: 'MATERNITY', from: '2026-09-01', to: '2027-02-28' }],
    });
  });

  test('who is not known is not found; a day that is none is refused', async () => {
    expect((await read('/v1/civil-servants/CB-0')).status).toBe(404);
    const { status, body } = await read(`/v1/civil-servants/${CODE}?on=2026-02-30`);
    expect([status, body['errors']]).toMatchObject([400, [{ pointer: '/querystring/on' }]]);
  });
});

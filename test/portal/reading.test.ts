// Everything else that can be read: papers of a person, dossiers, procedures, agencies; waiting; being ready.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '#shared/postgres/pool.ts';
import {
  birthCertificate,
  commune,
  LAN,
  landCertificate,
  MARRIAGE_DOSSIER,
  MINH,
  marriage,
  PARCEL,
} from './lives.ts';
import { hubKey, knowing, openRoom, type Room } from './portal-room.ts';

let room: Room;
let everything: string;
beforeAll(async () => {
  room = await openRoom();
  everything = knowing(
    await room.publish([...commune(), ...marriage(), ...landCertificate(), ...birthCertificate()]),
  );
});
afterAll(() => room.close());

interface Document {
  readonly [member: string]: unknown;
  readonly procedures?: readonly { readonly code: string }[];
  readonly paths?: object;
  readonly cursor?: string;
}

async function read(target: string): Promise<Document> {
  const separator = target.includes('?') ? '&' : '?';
  const answer = await room.ask(`${target}${separator}${everything}`, {
    headers: { 'hub-purpose': 'INSPECTION' },
  });
  expect(answer.status).toBe(200);
  const document: Document = JSON.parse(await answer.text());
  return document;
}

describe('papers of a person', () => {
  test('are those that answer for them in any role, the newest first', async () => {
    expect(await read(`/v1/subjects/PERSON/${MINH.id}/papers?on=2026-07-01`)).toMatchObject({
      on: '2026-07-01',
      papers: [
        { status: 'HELD', roles: ['FATHER'], held: { paperKind: 'BIRTH_CERTIFICATE' } },
        { status: 'HELD', roles: ['OWNER'], held: { paperKind: 'LAND_CERTIFICATE', object: PARCEL } },
        { status: 'HELD', roles: ['SPOUSE'], held: { paperKind: 'MARRIAGE_CERTIFICATE' } },
      ],
    });
  });

  test('are fewer on an earlier day, and none as known before anything was recorded', async () => {
    const earlier = await read(`/v1/subjects/PERSON/${MINH.id}/papers?on=2026-03-25`);
    expect(earlier['papers']).toMatchObject([{ held: { paperKind: 'MARRIAGE_CERTIFICATE' } }]);
    const before = await read(
      `/v1/subjects/PERSON/${MINH.id}/papers?on=2026-07-01&knownAt=2026-01-01T00:00:00Z`,
    );
    expect(before['papers']).toEqual([]);
  });

  test('name no other person, not even by key', async () => {
    const papers = JSON.stringify(await read(`/v1/subjects/PERSON/${MINH.id}/papers`));
    for (const subject of [LAN, MINH]) {
      expect(papers).not.toContain(subject.id);
      expect(papers).not.toContain(hubKey.subjectKey(subject));
    }
  });
});

describe('a dossier', () => {
  test('shows state, parties by name, results and a timeline of events', async () => {
    const dossier = await read(`/v1/dossiers/${MARRIAGE_DOSSIER.toLowerCase()}`);
    expect(dossier).toMatchObject({
      dossierCode: MARRIAGE_DOSSIER,
      procedureCode: '1.000894',
      procedureName: 'Đăng ký kết hôn',
      filedOn: '2026-03-10',
      state: 'RESULT_RETURNED',
      outcome: 'SUCCESS',
      conflict: false,
      parties: [
        { role: 'APPLICANT', name: 'Lý Ngọc Lan' },
        { role: 'APPLICANT', name: 'Đỗ Quang Minh' },
      ],
      results: [
        { resultCode: 'KQ.G15.000032', number: '45/2026', proof: { eventId: `${MARRIAGE_DOSSIER}-result` } },
      ],
    });
    expect(dossier['timeline']).toMatchObject([
      { eventName: 'DossierSubmitted', eventId: `${MARRIAGE_DOSSIER}-submitted` },
      { eventName: 'ResultIssued' },
      { eventName: 'ResultReturned', status: 'RESULT_RETURNED', at: '2026-03-20T03:00:00.000Z' },
    ]);
  });

  test('shows no name once its key is destroyed', async () => {
    const key = hubKey.subjectKey(LAN);
    const rows = await room.hub.pool.query<{ wrapped_key: Buffer }>(
      sql`select wrapped_key from records.subject_key where key_owner = ${key}`,
    );
    await room.hub.pool.query(
      sql`update records.subject_key set wrapped_key = null, destroyed_at = now() where key_owner = ${key}`,
    );
    const dossier = await read(`/v1/dossiers/${MARRIAGE_DOSSIER}`);
    expect(dossier['parties']).toEqual([{ role: 'APPLICANT' }, { role: 'APPLICANT', name: 'Đỗ Quang Minh' }]);
    const wrapped = rows[0]?.wrapped_key ?? null;
    await room.hub.pool.query(
      sql`update records.subject_key set wrapped_key = ${wrapped}, destroyed_at = null where key_owner = ${key}`,
    );
  });
});

describe('the catalogue', () => {
  test.each(['khai sinh', 'KHAI SINH', 'dang ky khai sinh', 'birth registration', '1.001193'])(
    'finds birth registration by %s',
    async (query) => {
      const { procedures } = await read(`/v1/procedures?query=${encodeURIComponent(query)}`);
      expect(procedures).toContainEqual(
        expect.objectContaining({ code: '1.001193', nameEn: 'Birth registration' }),
      );
    },
  );

  test('is read page by page, nothing twice and nothing left out', async () => {
    const seen: string[] = [];
    let cursor: string | undefined = '';
    do {
      const next: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const page = await read(`/v1/procedures?limit=7${next}`);
      seen.push(...(page.procedures ?? []).map(({ code }) => code));
      cursor = page.cursor;
    } while (cursor !== undefined);
    expect(seen).toHaveLength(25);
    expect(seen).toEqual([...new Set(seen)].sort());
  });

  test('says what a procedure asks for, of whom, and what answers it', async () => {
    const procedure = await read('/v1/procedures/1.001193?on=2026-09-01');
    expect(procedure).toMatchObject({
      code: '1.001193',
      on: '2026-09-01',
      roles: [
        { role: 'APPLICANT', required: true },
        { role: 'MOTHER', required: true },
        { role: 'FATHER', required: true },
      ],
    });
    expect(procedure['papers']).toMatchObject([{}, { satisfiedBy: ['BIRTH_NOTICE'] }, {}, {}]);
  });

  test('knows agencies by both forms of their code, with whom they followed', async () => {
    const agency = await read('/v1/agencies/000.00.00.H44');
    expect(agency).toMatchObject({ code: 'H44', current: 'H44' });
    expect(JSON.stringify(agency['predecessors'])).toMatch(/H28.*H62|H62.*H28/);
  });
});

describe('waiting', () => {
  test('ends with 503 that says how far it is, when the position is not reached in time', async () => {
    const topic = room.hub.topicOf('shared_papers');
    const answer = await room.ask(`/v1/procedures?minPosition=${topic}/0/100000&wait=300ms`);
    expect(answer.status).toBe(503);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    const problem: { code: string; detail: string } = JSON.parse(await answer.text());
    expect(problem.code).toBe('NOT_CAUGHT_UP');
    expect(problem.detail).toContain(`${topic}/0/100000 is awaited`);
  });

  test('ends as soon as the read models have it', async () => {
    const position = await room.publish(landCertificate('DD 555555', '2026-05-05'));
    const answer = await room.ask(`/v1/subjects/PERSON/${MINH.id}/papers?${knowing(position)}`, {
      headers: { 'hub-purpose': 'CITIZEN_SELF' },
    });
    expect(await answer.text()).toContain('DD 555555');
  });
});

describe('freshness', () => {
  test('is young although nothing has happened: idle is not stale', async () => {
    const answer = await room.ask(`/v1/procedures?${everything}`);
    expect(Number(answer.headers.get('hub-age-ms'))).toBeLessThan(5000);
  });
});

describe('the service', () => {
  test('describes itself', async () => {
    const document = await read('/openapi.json');
    expect(Object.keys(document.paths ?? {})).toEqual(
      expect.arrayContaining(['/v1/pre-check', '/v1/subjects/{type}/{id}/papers', '/v1/dossiers/{code}']),
    );
  });

  test('has a page about itself, in the language asked for', async () => {
    const page = await room.ask('/docs', { headers: { 'accept-language': 'en' } });
    expect(page.headers.get('content-type')).toContain('text/html');
    const text = await page.text();
    expect(text).toContain('<code>POST /v1/pre-check</code>');
    expect(text).toContain('<code>Hub-Purpose</code>');
    expect(text).toContain('<code>procedureCode</code></dt><dd>required');
  });
});

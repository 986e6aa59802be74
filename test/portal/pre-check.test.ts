// The pre-check over HTTP: from sealed facts in a real log to the answer.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  AN,
  birthCertificate,
  commune,
  LAN,
  landCertificate,
  MARRIAGE_DOSSIER,
  MINH,
  marriage,
  PARCEL,
  personnelRecord,
  STRANGER,
} from './lives.ts';
import { knowing, openRoom, type Room } from './portal-room.ts';

let room: Room;
let everything: string;

beforeAll(async () => {
  room = await openRoom();
  everything = knowing(
    await room.publish([
      ...commune(),
      ...marriage(),
      ...landCertificate(),
      ...birthCertificate(),
      ...personnelRecord(),
    ]),
  );
});
afterAll(() => room.close());

interface Answer {
  readonly [member: string]: unknown;
  readonly papers: readonly {
    readonly status: string;
    readonly reason?: string;
    readonly hint: string;
    readonly held?: Record<string, unknown>;
  }[];
  readonly prefill: readonly {
    readonly field: string;
    readonly value: string;
    readonly from: string;
    readonly provenance: readonly { readonly eventId: string }[];
  }[];
  readonly positions: readonly string[];
  readonly knownAt: string;
}

async function ask(question: unknown, headers: Record<string, string> = {}, query = everything) {
  const answer = await room.ask(`/v1/pre-check?${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'hub-purpose': 'PRE_CHECK', ...headers },
    body: JSON.stringify(question),
  });
  const document: Answer = JSON.parse(await answer.text());
  return { answer, document };
}

const residence = {
  procedureCode: '1.004222',
  subjects: [{ role: 'APPLICANT', ...MINH }],
  on: '2026-07-01',
};

describe('what is held', () => {
  test('need not be brought, and says who issued it, under which number, and which events prove it', async () => {
    const { answer, document } = await ask(residence);
    expect(answer.status).toBe(200);
    expect(document.papers.map(({ status }) => status)).toEqual(['NOT_REUSABLE', 'HELD', 'HELD']);
    expect(document).toMatchObject({
      toBring: [1],
      counts: { required: 3, held: 2, toBring: 1 },
      on: '2026-07-01',
    });
    expect(document.papers[1]?.held).toMatchObject({
      paperKind: 'LAND_CERTIFICATE',
      number: 'DD 100200',
      issuer: { code: 'H44' },
      issuedOn: '2026-04-01',
      object: PARCEL,
      provenance: [{ eventId: 'land-DD 100200', type: 'vn.gov.shared.paper-shared.v1' }],
    });
    expect(document.papers[2]).toMatchObject({
      held: { number: '77/2026' },
      others: [
        {
          status: 'HELD',
          held: { dossierCode: MARRIAGE_DOSSIER, issuer: { code: 'H44.150', name: 'UBND xã Cao Phong' } },
        },
      ],
    });
  });

  test('carries positions and age in the answer and its headers, and is kept by no cache', async () => {
    const { answer, document } = await ask(residence);
    expect(answer.headers.get('hub-position')).toBe(document.positions.join(','));
    expect(Number(answer.headers.get('hub-age-ms'))).toBe(document['ageMs']);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const again = await ask(residence, {}, `minPosition=${document.positions.join(',')}`);
    expect(again.answer.status).toBe(200);
  });

  test('says hints in the language asked for, with one code for both', async () => {
    const english = await ask(residence, { 'accept-language': 'en' });
    const vietnamese = await ask(residence);
    expect(english.answer.headers.get('content-language')).toBe('en');
    expect(english.document.papers[0]).toMatchObject({ hintCode: 'FILL_IN_FORM' });
    expect(english.document.papers[0]?.hint).toContain('Fill in');
    expect(vietnamese.document.papers[0]?.hint).toContain('Điền');
  });
});

describe('what the form says already', () => {
  test('comes from the record, from sealed parts and from the question itself', async () => {
    const { document } = await ask({
      procedureCode: '2.000693',
      subjects: [
        { role: 'APPLICANT', ...LAN },
        { role: 'CHILD', ...AN },
      ],
      on: '2026-07-01',
    });
    expect(Object.fromEntries(document.prefill.map(({ field, value }) => [field, value]))).toEqual({
      fullName: 'Lý Ngọc Lan',
      personalId: LAN.id,
      agency: 'H44.150',
      position: 'Giáo viên',
      socialInsuranceNumber: '0101234567',
      leaveFrom: '2026-06-01',
      childPersonalId: AN.id,
      childBirthDate: '2026-06-01',
    });
    const said = document.prefill.map(({ field, provenance }) => [field, provenance[0]?.eventId]);
    expect(Object.fromEntries(said)).toMatchObject({
      personalId: undefined,
      agency: 'H44-CC-0901-header',
      socialInsuranceNumber: 'H44-CC-0901-header',
      leaveFrom: 'H44-CC-0901-leave',
      childBirthDate: 'birth-an',
    });
  });
});

describe('the two times', () => {
  test('an answer as known earlier is the answer that was given then', async () => {
    const before = await ask(residence);
    const receipts = await room.publish(landCertificate('DD 999999', '2026-06-20'));
    const after = await ask(residence, {}, knowing(receipts));
    expect(after.document.papers[1]?.held).toMatchObject({ number: 'DD 999999' });
    const asKnown = await ask({ ...residence, knownAt: '2026-06-15T00:00:00Z' });
    expect(asKnown.document.papers).toEqual(before.document.papers);
  });

  test('what is issued after the day is no candidate', async () => {
    const { document } = await ask({ ...residence, on: '2026-03-25' });
    expect(document.papers.map(({ status }) => status)).toEqual(['NOT_REUSABLE', 'CONDITIONAL', 'HELD']);
  });
});

describe('a stranger', () => {
  test('learns nothing about another person', async () => {
    const { document } = await ask({
      procedureCode: '2.000693',
      subjects: [
        { role: 'APPLICANT', ...STRANGER },
        { role: 'CHILD', ...AN },
      ],
      on: '2026-07-01',
    });
    expect(document.papers[1]).toMatchObject({
      status: 'UNSETTLED',
      reason: 'RELATION_UNPROVEN',
      others: [],
    });
    expect(document.papers[1]?.held).toBeUndefined();
    expect(JSON.stringify(document)).not.toContain('2026-06-01');
  });
});

// What a whole dossier, as a one-stop shop states it, becomes; on the example message of the national synchronisation.

import { describe, expect, test } from 'vitest';
import { sharedDataIsMissing } from '../support/data.ts';
import {
  cleanDossier,
  dossierMessage,
  draftOf,
  draftsOf,
  EXAMPLES_FILE,
  type Item,
  listedBy,
  translate,
} from './examples.ts';

const at = (text: string): number => Date.parse(`${text}+07:00`);
const stated = (changes: Item = {}) => translate(dossierMessage(cleanDossier(changes)));

describe.skipIf(sharedDataIsMissing(EXAMPLES_FILE))('the example dossier', () => {
  test('becomes these facts, the snapshot last', () => {
    expect(stated().map((draft) => draft.eventName)).toEqual([
      'DossierSubmitted',
      'DossierAccepted',
      'ResultReturned',
      'ComponentSubmitted',
      'ComponentSubmitted',
      'ResultIssued',
      'FeeRequested',
      'SupplementRequested',
      'SupplementReceived',
      'SnapshotStated',
    ]);
  });

  test('is listed section by section under these keys', () => {
    const sections = listedBy(stated());
    expect(Object.keys(sections)).toEqual(['HEADER', 'COMPONENTS', 'RESULTS', 'FEES', 'SUPPLEMENTS']);
    expect(Object.keys(sections['HEADER'] ?? {})).toEqual(['submitted', 'accepted', 'status']);
    expect(Object.keys(sections['COMPONENTS'] ?? {})).toEqual(['component:900001', 'component:900002']);
    expect(Object.keys(sections['RESULTS'] ?? {})).toEqual([expect.stringMatching(/^result:[\w-]{22}$/)]);
    expect(Object.keys(sections['FEES'] ?? {})).toEqual(['fee:1-1']);
    expect(sections['SUPPLEMENTS']?.['supplement:1']).toHaveLength(2);
  });

  test('has ids that never change for the same key and content', () => {
    expect(
      stated()
        .slice(0, -1)
        .map(({ id }) => id),
    ).toMatchInlineSnapshot(`
      [
        "RCPcDJ_AlO41GMFwlYnYDg",
        "sC_66YwKfjzUjD1QglXNow",
        "8_-5mgwONnK7SUJrXAC0yg",
        "8XRvSa-S9GgFYP_s-XlYxw",
        "m9BlVqZmSp9D1xc8E_i22A",
        "RZtIjwO3-mTB_ClGgK1b4g",
        "GlHDqebz7ZLq151iqNLT3Q",
        "eD4XE6QPgpELbXFaMkcMyQ",
        "pqYBemeOAxOOoL-ogaOL6A",
      ]
    `);
  });

  test('carries one envelope throughout', () => {
    for (const draft of stated()) {
      expect(draft).toMatchObject({
        key: 'H44.150-260914-0012',
        source: '/agencies/H44.150/national-sync',
        agency: 'H44.150',
        sender: 'H44.150',
        publisher: 'H44',
        door: 'national-sync',
        snapshotActualAt: at('2026-09-15T09:45:00'),
      });
    }
  });

  test('dates every fact by its own day', () => {
    const drafts = stated();
    expect(draftOf(drafts, 'DossierSubmitted').occurredAt).toBe(at('2026-09-14T08:11:02'));
    expect(draftOf(drafts, 'DossierAccepted')).toMatchObject({
      occurredAt: at('2026-09-14T08:30:15'),
      data: { dueAt: at('2026-09-15T17:00:00') },
    });
    expect(draftsOf(drafts, 'ComponentSubmitted')[0]?.occurredAt).toBe(at('2026-09-14T08:11:02'));
    expect(draftOf(drafts, 'ResultIssued').occurredAt).toBe(at('2026-09-15T09:30:00'));
    expect(draftOf(drafts, 'ResultReturned').occurredAt).toBe(at('2026-09-15T09:45:00'));
    expect(draftOf(drafts, 'SupplementRequested').occurredAt).toBe(at('2026-09-14T10:15:00'));
    expect(draftOf(drafts, 'SupplementReceived').occurredAt).toBe(at('2026-09-14T14:05:00'));
  });

  test('states papers as they were sent', () => {
    const drafts = stated();
    expect(draftsOf(drafts, 'ComponentSubmitted')[1]?.data).toMatchObject({
      paper: {
        code: '000.00.00.G15-TPHS02',
        name: 'Giấy chứng nhận kết hôn.pdf',
        resultCode: null,
        fileRef: 'https://files.example.vn/dvc/900002.pdf',
      },
      componentKey: '900002',
      form: 'ELECTRONIC',
      digitised: true,
      reuse: 'RESULT',
      replacesResultCode: 'KQ.G15.000032',
    });
    expect(draftOf(drafts, 'ResultIssued').data).toMatchObject({
      paper: {
        resultCode: 'KQ.G15.000031',
        issuedOn: '2026-09-15',
        issuer: { agencyCode: 'H44.150', name: 'Ủy ban nhân dân phường Việt Trì' },
        fileRef: 'https://files.example.vn/dvc/kq/910001.pdf',
      },
      dossierCode: 'H44.150-260914-0012',
      procedureCode: '1.001193',
    });
  });

  test('names the applicant on all facts that bring a paper, contacts only on the submission', () => {
    const drafts = stated();
    const person = { type: 'PERSON', id: '025188000123' };
    const papers = [...draftsOf(drafts, 'ComponentSubmitted'), ...draftsOf(drafts, 'ResultIssued')];
    expect(papers).toHaveLength(3);
    for (const paper of papers) {
      expect(paper.concerns).toEqual([
        { person, role: 'APPLICANT', personal: { name: 'Nguyễn Thị Thu Hà' } },
      ]);
    }
    expect(draftOf(drafts, 'DossierSubmitted').concerns).toEqual([
      {
        person,
        role: 'APPLICANT',
        personal: { name: 'Nguyễn Thị Thu Hà', email: 'ha.nguyen@example.vn', phone: '0900000123' },
      },
    ]);
  });

  test('keeps words about nobody known in the sealed text', () => {
    const drafts = stated({ GhiChu: 'một', ThongTinKhac: 'hai', ThongTinTra: 'ba' });
    expect(draftOf(drafts, 'DossierSubmitted').text).toEqual({
      abstract: 'Đăng ký khai sinh cho trẻ Trần Minh Khôi, sinh ngày 02/9/2026',
      note: 'một\nhai',
    });
    expect(draftOf(drafts, 'ResultReturned').text).toEqual({ reason: 'ba' });
    expect(draftOf(drafts, 'SupplementRequested').text).toEqual({
      requestedBy: 'Lê Văn Dũng',
      content: 'Bổ sung bản chụp rõ nét Giấy chứng sinh',
    });
    const clear = JSON.stringify(drafts.map(({ data }) => data));
    for (const word of ['Nguyễn', 'Dũng', 'ha.nguyen', '0900000123', '025188000123', 'Khôi']) {
      expect(clear).not.toContain(word);
    }
  });
});

describe.skipIf(sharedDataIsMissing(EXAMPLES_FILE))('the status of a dossier', () => {
  test.each([
    ['3', { NgayTuChoi: '20260914100000' }, 'DossierRefused', '2026-09-14T10:00:00'],
    ['3', {}, 'DossierRefused', '2026-09-15T09:45:00'],
    ['7', {}, 'DossierWithdrawn', '2026-09-15T09:30:00'],
    ['7', { NgayKetThucXuLy: '' }, 'DossierWithdrawn', '2026-09-15T09:45:00'],
    ['8', { NgayKetThucXuLy: null, NgayTra: '' }, 'DossierStopped', '2026-09-14T14:05:00'],
    ['9', {}, 'DossierCompleted', '2026-09-15T09:30:00'],
    ['10', {}, 'ResultReturned', '2026-09-15T09:45:00'],
    [10, { NgayTra: '' }, 'ResultReturned', '2026-09-15T09:30:00'],
  ] as const)('%s with %j is %s of %s', (status, changes, eventName, when) => {
    const drafts = stated({ TrangThaiHoSo: status, ...changes });
    expect(draftOf(drafts, eventName).occurredAt).toBe(at(when));
    expect(Object.keys(listedBy(drafts)['HEADER'] ?? {})).toContain('status');
  });

  test.each([
    ['4', 'PROCESSING'],
    ['5', 'SUPPLEMENT_REQUESTED'],
    ['6', 'FEE_REQUESTED'],
  ])('%s is a step of the work, %s, of the greatest actual date', (code, status) => {
    expect(draftOf(stated({ TrangThaiHoSo: code }), 'ProcessingStepRecorded')).toMatchObject({
      occurredAt: at('2026-09-15T09:45:00'),
      data: { status },
    });
  });

  test.each([
    ['0', ['submitted', 'accepted']],
    ['1', ['submitted']],
    ['2', ['submitted', 'accepted']],
    ['3', ['submitted', 'status']],
  ])('%s leaves %j in the header', (code, keys) => {
    expect(Object.keys(listedBy(stated({ TrangThaiHoSo: code }))['HEADER'] ?? {})).toEqual(keys);
  });

  test('plans do not date a snapshot', () => {
    const drafts = stated({ NgayHenTra: '20991231000000' });
    expect(draftOf(drafts, 'SnapshotStated').snapshotActualAt).toBe(at('2026-09-15T09:45:00'));
  });

  test('a dossier without a day of filing was filed when it was received', () => {
    const drafts = stated({ NgayNopHoSo: '' });
    expect(draftOf(drafts, 'DossierSubmitted').occurredAt).toBe(at('2026-09-14T08:30:15'));
  });
});

describe.skipIf(sharedDataIsMissing(EXAMPLES_FILE))('the sender', () => {
  test.each([
    ['000.00.16.H23-210305-0007', 'H23.16', '000.00.16.H23-210305-0007'],
    [' h44.150-260914-0012 ', 'H44.150', 'H44.150-260914-0012'],
    ['H44-260914-0012-1', 'H44', 'H44-260914-0012-1'],
  ])('of %s is %s', (code, agency, key) => {
    const [draft] = stated({ MaHoSo: code });
    expect(draft).toMatchObject({ agency, sender: agency, key, source: `/agencies/${agency}/national-sync` });
  });
});

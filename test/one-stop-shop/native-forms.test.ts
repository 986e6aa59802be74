// The forms in which senders of the other styles write the same things: dates of their platform, numbers, bare arrays,
// the owner's number in place of the account; and what the hub says of fields that it does not read.

import { describe, expect, test } from 'vitest';
import { Agencies } from '#shared/once-only/agencies.ts';
import type { FactDraft } from '#shared/pure/draft.ts';
import { MessageFault } from '#shared/pure/fault.ts';
import { type BareArray, readBareArray, readNationalSync } from '../../services/one-stop-shop/core/native.ts';
import { translateSync } from '../../services/one-stop-shop/core/translate.ts';
import { sharedDataIsMissing } from '../support/data.ts';
import {
  cleanDossier,
  dossierMessage,
  draftOf,
  draftsOf,
  EXAMPLES_FILE,
  HUB_KEY,
  type Item,
  itemsOf,
  progressRows,
  translate,
} from './examples.ts';
import { fold } from './facts.ts';

const AT = Date.parse('2026-09-14T10:15:00+07:00');
const BARE: BareArray = {
  service: 'DongBoHoSoMC',
  publisher: undefined,
  isUpdating: undefined,
  session: undefined,
  accountIsIdentity: false,
};
const surroundings = { hubKey: HUB_KEY, agencies: new Agencies([]), now: () => AT };
const translateBare = (items: readonly Item[], said: Partial<BareArray> = {}): readonly FactDraft[] =>
  translateSync(readBareArray(items, { ...BARE, ...said }), surroundings);
const faultsOf = (read: () => unknown): readonly string[] => {
  try {
    read();
  } catch (error) {
    if (error instanceof MessageFault) return error.faults.map(({ pointer, code }) => `${pointer} ${code}`);
    throw error;
  }
  throw new Error('taken');
};

describe.skipIf(sharedDataIsMissing(EXAMPLES_FILE))('times', () => {
  test.each<unknown>([
    '20260914101500',
    ' 20260914101500 ',
    20260914101500,
    '2026-09-14T10:15:00',
    '2026-09-14T10:15:00.0000000',
    '2026-09-14 10:15:00.000',
    '2026-09-14T10:15:00+07:00',
    '2026-09-14T03:15:00Z',
  ])('%j is a quarter past ten in Vietnam', (NgayTra) => {
    const drafts = translate(dossierMessage(cleanDossier({ NgayTra })));
    expect(draftOf(drafts, 'ResultReturned').occurredAt).toBe(AT);
  });

  test.each<unknown>(['', ' ', null, '0001-01-01T00:00:00', '00010101000000', '0001-01-01 00:00:00.0000000'])(
    '%j is no time',
    (NgayHenTra) => {
      const drafts = translate(dossierMessage(cleanDossier({ NgayHenTra })));
      expect(draftOf(drafts, 'DossierAccepted').data.dueAt).toBeNull();
    },
  );

  test.each<unknown>([
    '14/09/2026 10:15:00',
    '09/14/2026',
    '2026-09-14',
    '2026-09-14T10:15',
    '2026-02-30T10:15:00',
    '2026-09-14T24:00:00',
    '2026-09-14T10:15:00+25:00',
    20260914,
    1.5,
  ])('%j could be read in two ways, or in none', (NgayTra) => {
    expect(faultsOf(() => readNationalSync(dossierMessage(cleanDossier({ NgayTra }))))).toEqual([
      '/data/0/NgayTra FORM',
    ]);
  });
});

describe.skipIf(sharedDataIsMissing(EXAMPLES_FILE))('a bare array', () => {
  test('means the same as the envelope, but that nobody is named as its publisher', () => {
    const enveloped = translate(dossierMessage(cleanDossier()));
    const bare = translateBare([cleanDossier()]);
    const facts = (drafts: readonly FactDraft[]) => drafts.slice(0, -1).map(({ id }) => id);
    expect(facts(bare)).toEqual(facts(enveloped));
    expect(enveloped[0]?.publisher).toBe('H44');
    expect(bare[0]).not.toHaveProperty('publisher');
    expect(translateBare([cleanDossier()], { publisher: 'H22.01' })[0]?.publisher).toBe('H22.01');
  });

  test('of steps is the progress', () => {
    const steps = translateBare(progressRows(), { service: 'CapNhatTienDoHoSoMC' });
    expect(draftsOf(steps, 'ProcessingStepRecorded')).toHaveLength(5);
  });

  test.each<[unknown, readonly string[]]>([
    [{}, [' TYPE']],
    [null, [' TYPE']],
    [[], [' REQUIRED']],
    [
      ['x', null],
      ['/0 TYPE', '/1 TYPE'],
    ],
    [Array.from({ length: 1001 }, () => ({})), [' TOO_MANY']],
    [
      [{ MaHoSo: 'H44.150-260914-0012' }],
      ['/0/MaTTHC REQUIRED', '/0/TrangThaiHoSo REQUIRED', '/0/NgayTiepNhan REQUIRED'],
    ],
  ])('%#: faults point into the array', (body, faults) => {
    expect(faultsOf(() => readBareArray(body, BARE))).toEqual(faults);
  });

  test('with supplements as a platform writes its classes: dates, booleans, numbers, null lists', () => {
    const supplement = {
      HoSoBoSungId: 7,
      NguoiYeuCauBoSung: 'Lê Văn Dũng',
      NoiDungBoSung: 'Bổ sung bản chụp',
      NgayBoSung: '2026-09-14T10:15:00',
      NguoiTiepNhanBoSung: null,
      ThongTinTiepNhan: null,
      NgayTiepNhanBoSung: null,
      TrangThaiBoSung: false,
      DanhSachGiayToBoSung: null,
      DanhSachLePhiBoSung: null,
      NgayHenTraTruoc: '0001-01-01T00:00:00',
      NgayHenTraMoi: null,
    };
    const fee = { MaPhiLePhi: 1, TenPhiLePhi: 'Phí', HinhThucThu: '1', Gia: '8000.0000', LoaiPhiLePhi: '1' };
    const drafts = translateBare([
      cleanDossier({ TrangThaiHoSo: 5, DanhSachHoSoBoSung: [supplement], DanhSachLePhi: [fee] }),
    ]);
    const requested = draftOf(drafts, 'SupplementRequested');
    expect(requested.occurredAt).toBe(AT);
    expect(requested.data).toMatchObject({ supplementId: '7', dueAtBefore: null, dueAtAfter: null });
    expect(draftsOf(drafts, 'SupplementReceived')).toEqual([]);
    expect(draftOf(drafts, 'FeeRequested').data.amount).toBe(8000);
  });
});

describe.skipIf(sharedDataIsMissing(EXAMPLES_FILE))('one dossier stated in three styles', () => {
  let clock = AT;
  const styles: readonly ((item: Item) => FactDraft[])[] = [
    (item) => [
      ...translateSync(readNationalSync(dossierMessage(item)), { ...surroundings, now: () => (clock += 1) }),
    ],
    (item) => [...translateSync(readBareArray([item], BARE), { ...surroundings, now: () => (clock += 1) })],
    (item) => {
      const sync = readBareArray([item], { ...BARE, publisher: 'H44', accountIsIdentity: true });
      return [...translateSync(sync, { ...surroundings, now: () => (clock += 1) })];
    },
  ];
  const told = (items: readonly Item[]) =>
    items.flatMap((item, at) => styles[at % styles.length]?.(item) ?? []);
  const papers = () => itemsOf('TaiLieuNop');
  const standing = (items: readonly Item[]) => fold(told(items).toReversed());

  test('goes 15, 20, 15 and ends at 15, whichever style says which', () => {
    for (const shift of [0, 1, 2]) {
      const days = ['15', '20', '15'].map((day) => cleanDossier({ NgayHenTra: `202609${day}170000` }));
      const dueDates = fold(told([...days.slice(0, shift), ...days]).toReversed()).facts.flatMap(
        ({ fact }) => (fact.event.eventName === 'DossierAccepted' ? [fact.event.dueAt] : []),
      );
      expect(dueDates).toEqual([Date.parse('2026-09-15T17:00:00+07:00')]);
    }
  });

  test('loses a component that is not stated any more, or is deleted, and keeps all where the list is empty', () => {
    const [first = {}, second = {}] = papers();
    const keys = (items: readonly Item[]) =>
      standing(items).components.map(({ event }) => event.componentKey);
    const all = cleanDossier();
    expect(keys([all, cleanDossier({ TaiLieuNop: [first] })])).toEqual(['900001']);
    expect(keys([all, cleanDossier({ TaiLieuNop: [first, { ...second, IsDeleted: '1' }] })])).toEqual([
      '900001',
    ]);
    expect(
      keys([
        all,
        all,
        cleanDossier({ TaiLieuNop: papers().map((paper) => ({ ...paper, IsDeleted: 'True' })) }),
      ]),
    ).toEqual([]);
    expect(keys([all, cleanDossier({ TaiLieuNop: [] })])).toHaveLength(2);
    expect(keys([all, all, cleanDossier({ TaiLieuNop: null })])).toHaveLength(2);
  });
});

describe.skipIf(sharedDataIsMissing(EXAMPLES_FILE))('the owner of a sender with query parameters', () => {
  const item = cleanDossierOfStyleC();
  const ownersIn = (drafts: readonly FactDraft[]) =>
    draftOf(drafts, 'DossierSubmitted').concerns.map(({ person }) => person);

  test('is the identity number in MaDoiTuong', () => {
    expect(ownersIn(translateBare([item], { accountIsIdentity: true }))).toEqual([
      { type: 'PERSON', id: '025188000123' },
    ]);
  });

  test('is nobody where MaDoiTuong is an account, a placeholder or blank', () => {
    for (const MaDoiTuong of ['4f6f1c1e-6b3c-4a43-9d0e-2a90f5a1b777', '000000001', '', null]) {
      expect(ownersIn(translateBare([{ ...item, MaDoiTuong }], { accountIsIdentity: true }))).toEqual([]);
    }
  });

  test('is never read from MaDoiTuong in the other styles, where it is an account', () => {
    expect(ownersIn(translateBare([item]))).toEqual([]);
    expect(ownersIn(translate(dossierMessage(item)))).toEqual([]);
  });

  test('is DinhDanhCHS where that is there', () => {
    const DinhDanhCHS = [{ LoaiDinhDanh: '1', SoDinhDanh: '025090000045' }];
    const drafts = translateBare([{ ...item, DinhDanhCHS }], { accountIsIdentity: true });
    expect(ownersIn(drafts)).toEqual([{ type: 'PERSON', id: '025090000045' }]);
  });
});

describe.skipIf(sharedDataIsMissing(EXAMPLES_FILE))('what is not read', () => {
  test('is named with its place and count: unknown fields first, then known ones', () => {
    const papers = itemsOf('TaiLieuNop').map((paper) => ({ ...paper, SoTrang: 2 }));
    const sync = readNationalSync({
      ...dossierMessage(cleanDossier({ TaiLieuNop: papers, Moi: '1' }), cleanDossier({ Moi: null })),
      phienBan: '2',
    });
    expect(sync.unknownMembers).toBe(5);
    expect(sync.unread.slice(0, 3)).toEqual([
      { field: 'data[].Moi', count: 2, known: false },
      { field: 'data[].TaiLieuNop[].SoTrang', count: 2, known: false },
      { field: 'phienBan', count: 1, known: false },
    ]);
    expect(sync.unread).toContainEqual({ field: 'NoiNopHoSo', count: 2, known: true });
    expect(sync.unread.map(({ field }) => field)).not.toContain('Fax');
  });

  test('of items that are left out is not missed', () => {
    const papers = [
      { TepDinhKemId: '1', IsDeleted: 'True', SoTrang: 2 },
      { TenTepDinhKem: '', SoTrang: null },
    ];
    expect(readNationalSync(dossierMessage(cleanDossier({ TaiLieuNop: papers }))).unknownMembers).toBe(0);
  });

  test('is told of at most fifty fields, with names of a bearable length', () => {
    const many = Object.fromEntries(Array.from({ length: 80 }, (_, at) => [`${'x'.repeat(150)}${at}`, 1]));
    const { unread, unknownMembers } = readBareArray([cleanDossier(many)], BARE);
    expect(unknownMembers).toBe(80);
    expect(unread.length).toBeLessThanOrEqual(50);
    for (const { field } of unread) expect(field.length).toBeLessThanOrEqual(120);
  });
});

/** The fields that such a sender has. */
function cleanDossierOfStyleC(): Item {
  const named = new Set([
    'MaHoSo',
    'MaTTHC',
    'TenTTHC',
    'MaLinhVuc',
    'TenLinhVuc',
    'SoBienNhan',
    'ChuHoSo',
    'LoaiDoiTuong',
    'NgayTiepNhan',
    'TrangThaiHoSo',
    'HinhThuc',
    'DonViXuLy',
    'TaiLieuNop',
    'DanhSachGiayToKetQua',
  ]);
  if (sharedDataIsMissing(EXAMPLES_FILE)) return {};
  const all = Object.entries(cleanDossier());
  const own = Object.fromEntries(all.filter(([name]) => named.has(name)));
  return { ...own, MaDoiTuong: '025188000123', NgayHenTra: '' };
}

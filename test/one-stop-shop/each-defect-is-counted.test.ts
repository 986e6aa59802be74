// The sixteen defects of real senders: each is seen, counted for its sender, and told in both languages. That each is
// survived, and how it is read, is in real-senders-defects.test.ts.

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { DEFECTS, type DefectCode } from '../../services/one-stop-shop/core/defects.ts';
import { findDefects } from '../../services/one-stop-shop/core/find-defects.ts';
import { readNationalSync } from '../../services/one-stop-shop/core/native.ts';
import { toldDefects } from '../../services/one-stop-shop/inbound/told-defects.ts';
import { sharedData, sharedDataIsMissing } from '../support/data.ts';
import {
  cleanDossier,
  dirtyDossiers,
  dossierMessage,
  EXAMPLES_FILE,
  type Item,
  progressMessage,
  progressRows,
} from './examples.ts';

const SENDER = 'H44.150';
const counted = (message: Item, sender = SENDER): Readonly<Record<string, number>> =>
  Object.fromEntries(findDefects(readNationalSync(message)).get(sender) ?? []);
const inDossier = (changes: Item) => counted(dossierMessage(cleanDossier(changes)));
const inStep = (changes: Item) => counted(progressMessage({ ...progressRows()[1], ...changes }));
const cut = (length: number): string => `${'x'.repeat(length)}...`;
const paper = (changes: Item): Item => ({
  TepDinhKemId: '1',
  TenTepDinhKem: 'Giấy chứng sinh.pdf',
  DuongDanTaiTepTin: 'https://f/1.pdf',
  ...changes,
});
const result = (changes: Item): Item => ({
  TenGiayTo: 'Giấy khai sinh.pdf',
  DuongDanTepTinKetQua: 'https://f/kq.pdf',
  MaGiayToKetQua: 'KQ.G15.000031',
  ...changes,
});

/** What shows the defect, what looks like it and does not, and how often it is counted. */
type Case = readonly [string, DefectCode, (() => Readonly<Record<string, number>>)[], () => object, number];

const CASES: readonly Case[] = [
  [
    '1 statuses 5, 6 and 8 rewritten to 9',
    'COMPLETED_UNPROVEN',
    [
      () => inDossier({ TrangThaiHoSo: '9', DanhSachGiayToKetQua: [] }),
      () =>
        inDossier({
          TrangThaiHoSo: '9',
          TaiLieuNop: [paper({})],
          DanhSachGiayToKetQua: [result({ DuongDanTepTinKetQua: 'https://f/1.pdf' })],
        }),
    ],
    () => inDossier({ TrangThaiHoSo: '9' }),
    1,
  ],
  [
    '2 an unknown applicant under 000000001',
    'OWNER_PLACEHOLDER',
    [
      () => inDossier({ DinhDanhCHS: [{ LoaiDinhDanh: '2', SoDinhDanh: '000000001' }] }),
      () => inDossier({ SoGiayToChuHoSo: '000000000000' }),
    ],
    () => inDossier({ SoGiayToChuHoSo: '' }),
    1,
  ],
  [
    '3 an abstract of «Dinhkem», or cut at 995',
    'ABSTRACT_FILLER',
    [() => inDossier({ TrichYeuHoSo: 'Dinhkem' }), () => inDossier({ TrichYeuHoSo: cut(995) })],
    () => inDossier({ TrichYeuHoSo: cut(994) }),
    1,
  ],
  [
    '4 an officer named «Chuyên viên», or cut at 46',
    'OFFICER_FILLER',
    [() => inStep({ NguoiXuLy: 'Chuyên viên' }), () => inStep({ NguoiXuLy: cut(46) })],
    () => inStep({ NguoiXuLy: 'Nguyễn Chuyên' }),
    1,
  ],
  [
    '5 papers named «Dinhkem», or cut at 3995',
    'PAPER_NAME_FILLER',
    [
      () =>
        inDossier({
          TaiLieuNop: [
            paper({ TenTepDinhKem: 'Dinhkem' }),
            paper({ TepDinhKemId: '2', TenTepDinhKem: cut(3995) }),
          ],
        }),
      () =>
        inDossier({
          DanhSachGiayToKetQua: [result({ TenGiayTo: 'DinhKemKetQua' }), result({ TenGiayTo: cut(1995) })],
        }),
    ],
    () => inDossier({ TaiLieuNop: [paper({ TenTepDinhKem: 'Dinhkem.pdf' })] }),
    2,
  ],
  [
    '6 paths joined by ##',
    'PATHS_JOINED',
    [
      () => inDossier({ TaiLieuNop: [paper({ DuongDanTaiTepTin: 'https://f/a.pdf##https://f/b.pdf' })] }),
      () => inDossier({ DanhSachGiayToKetQua: [result({ DuongDanTepTinKetQua: 'https://f/a.pdf##' })] }),
    ],
    () => inDossier({ TaiLieuNop: [paper({ DuongDanTaiTepTin: 'https://f/a.pdf#1' })] }),
    1,
  ],
  [
    '7 the first submitted paper sent as the result',
    'RESULT_IS_SUBMITTED_FILE',
    [
      () =>
        inDossier({
          TaiLieuNop: [paper({})],
          DanhSachGiayToKetQua: [result({ DuongDanTepTinKetQua: 'https://f/1.pdf' }), result({})],
        }),
    ],
    () => inDossier({}),
    1,
  ],
  [
    '8 a code drawn at random',
    'CODE_DRAWN',
    [() => inDossier({ MaHoSo: 'H44.150-260915-48213' }), () => inDossier({ MaHoSoKhac: 'ABC/12' })],
    () => inDossier({ MaHoSo: 'H44.150-260915-00482' }),
    1,
  ],
  [
    '9 always database 7',
    'DATABASES_FIXED',
    [
      () => inDossier({ DSKetNoiCSDL: [{ MaCSDL: 7 }] }),
      () => inDossier({ DSKetNoiCSDL: [{ MaCSDL: '7' }] }),
    ],
    () => inDossier({ DSKetNoiCSDL: [{ MaCSDL: '7' }, { MaCSDL: '3' }] }),
    1,
  ],
  [
    '10 no account ever verified',
    'ACCOUNT_NEVER_VERIFIED',
    [
      () => inDossier({ TaiKhoanDuocXacThucVoiVNeID: '0' }),
      () => inDossier({ TaiKhoanDuocXacThucVoiVNeID: 0 }),
    ],
    () => inDossier({ TaiKhoanDuocXacThucVoiVNeID: '1' }),
    1,
  ],
  [
    '11 digitised whenever there is a file',
    'DIGITISED_WITH_FILE',
    [
      () =>
        inDossier({ TaiLieuNop: [paper({ DuocSoHoa: '1' }), paper({ TepDinhKemId: '2', DuocSoHoa: 1 })] }),
    ],
    () =>
      inDossier({ TaiLieuNop: [paper({ DuocSoHoa: '1' }), paper({ TepDinhKemId: '2', DuocSoHoa: '0' })] }),
    1,
  ],
  [
    '12 digitised as soon as one paper has a file',
    'DIGITISED_BY_ONE_FILE',
    [() => inDossier({ HoSoCoThanhPhanSoHoa: '1' })],
    () => inDossier({ HoSoCoThanhPhanSoHoa: '0' }),
    1,
  ],
  [
    '13 a first and a last row that nobody wrote',
    'STEPS_INVENTED',
    [
      () => inStep({ NoiDungXuLy: 'Tiếp nhận hồ sơ', TrangThai: '2' }),
      () => inStep({ NoiDungXuLy: 'Kết thúc xử lý hồ sơ', TrangThai: '9' }),
    ],
    () => inStep({ NoiDungXuLy: 'Tiếp nhận hồ sơ', TrangThai: '4' }),
    1,
  ],
  [
    '14 the account cleared unless filed online',
    'ACCOUNT_CLEARED',
    [
      () => inDossier({ MaDoiTuong: null, KenhThucHien: '1' }),
      () => inDossier({ MaDoiTuong: '', KenhThucHien: '3' }),
    ],
    () => inDossier({ MaDoiTuong: null, KenhThucHien: '2' }),
    1,
  ],
  [
    '15 the telephone number as fax',
    'FAX_IS_PHONE',
    [() => inDossier({ Fax: '0900000123' }), () => inDossier({ Fax: ' 0900000123 ' })],
    () => inDossier({ Fax: '02103846647' }),
    1,
  ],
  [
    '16 times without a zone',
    'TIMES_WITHOUT_ZONE',
    [() => inDossier({}), () => inStep({})],
    () =>
      inDossier({
        NgayTiepNhan: '2026-09-14T08:30:15+07:00',
        NgayNopHoSo: '2026-09-14T01:11:02Z',
        NgayHenTra: '',
        NgayTra: null,
        NgayKetThucXuLy: '0001-01-01T00:00:00',
      }),
    1,
  ],
];

describe.skipIf(sharedDataIsMissing(EXAMPLES_FILE))('each defect is counted', () => {
  test.each(CASES)('%s', (_defect, code, showing, looksAlike, count) => {
    for (const show of showing) expect(show()[code]).toBe(count);
    expect(looksAlike()).not.toHaveProperty(code);
  });

  test('there is one code for each defect that the senders are known for, in their order', () => {
    const codes: { sourceSystemQuirks: { list: readonly string[] } } = JSON.parse(
      readFileSync(sharedData('dossier-status-codes.json'), 'utf8'),
    );
    expect(CASES.map(([, code]) => code)).toEqual(Object.keys(DEFECTS));
    expect(CASES).toHaveLength(codes.sourceSystemQuirks.list.length);
  });

  test('the dirty example shows what it was made to show', () => {
    expect(counted(dossierMessage(...dirtyDossiers()))).toEqual({
      COMPLETED_UNPROVEN: 1,
      OWNER_PLACEHOLDER: 1,
      ABSTRACT_FILLER: 1,
      PAPER_NAME_FILLER: 2,
      RESULT_IS_SUBMITTED_FILE: 1,
      CODE_DRAWN: 1,
      DATABASES_FIXED: 1,
      ACCOUNT_NEVER_VERIFIED: 1,
      DIGITISED_WITH_FILE: 1,
      DIGITISED_BY_ONE_FILE: 1,
      ACCOUNT_CLEARED: 1,
      TIMES_WITHOUT_ZONE: 1,
    });
  });

  test('of the clean example nothing is certain but that its times have no zone', () => {
    const defects = findDefects(readNationalSync(dossierMessage(cleanDossier())));
    const certain = toldDefects(defects, undefined).filter((defect) => defect.certain);
    expect(certain.map(({ code }) => code)).toEqual(['TIMES_WITHOUT_ZONE']);
  });

  test('two agencies in one message are counted apart', () => {
    const other = cleanDossier({ MaHoSo: '000.00.16.H23-210305-0007', Fax: '0900000123' });
    const message = dossierMessage(cleanDossier({ TrichYeuHoSo: 'Dinhkem' }), other, other);
    expect(counted(message)).toMatchObject({ ABSTRACT_FILLER: 1 });
    expect(counted(message)).not.toHaveProperty('FAX_IS_PHONE');
    expect(counted(message, 'H23.16')).toMatchObject({ FAX_IS_PHONE: 2 });
  });

  test('each is told in Vietnamese, or in English to who reads English', () => {
    const defects = findDefects(readNationalSync(dossierMessage(...dirtyDossiers())));
    const [vi, en] = [toldDefects(defects, undefined), toldDefects(defects, 'en')];
    expect(vi.map(({ code }) => code)).toEqual(en.map(({ code }) => code));
    for (const [at, { hint }] of vi.entries()) {
      expect(hint).not.toBe(en[at]?.hint);
      expect(hint.length).toBeGreaterThan(40);
    }
  });
});

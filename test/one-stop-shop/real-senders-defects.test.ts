// The sixteen defects of a real sender, one by one, and its example messages as a whole: they are taken, and nobody
// is harmed. `dossier-status-codes.json` lists them under `sourceSystemQuirks`.

import { describe, expect, test } from 'vitest';
import { sharedDataIsMissing } from '../support/data.ts';
import {
  cleanDossier,
  dirtyDossiers,
  dossierMessage,
  draftOf,
  draftsOf,
  EXAMPLES_FILE,
  type Item,
  progressMessage,
  progressRows,
  translate,
} from './examples.ts';
import { fold } from './facts.ts';

const stated = (changes: Item = {}) => translate(dossierMessage(cleanDossier(changes)));
const long = (length: number): string => `${'x'.repeat(length)}...`;

describe.skipIf(sharedDataIsMissing(EXAMPLES_FILE))('the dirty example', () => {
  const dirty = () => translate(dossierMessage(...dirtyDossiers()));

  test('is taken, and concerns nobody', () => {
    const drafts = dirty();
    expect(drafts.length).toBeGreaterThan(5);
    for (const draft of drafts) expect(draft.concerns).toEqual([]);
    expect(JSON.stringify(drafts)).not.toContain('000000001');
  });

  test('keeps name and contacts as sealed text of the dossier', () => {
    expect(draftOf(dirty(), 'DossierSubmitted').text).toEqual({
      name: 'NGUYỄN VĂN A',
      email: 'ha.nguyen@example.vn',
      phone: '0900000123',
      personId: null,
      abstract: 'Dinhkem',
      note: null,
    });
  });

  test('proves no success: its result is the paper that was handed in', () => {
    const dossier = fold(dirty());
    expect(dossier.outcome).toBe('UNPROVEN');
    expect(dossier.results.map(({ isSubmittedFile }) => isSubmittedFile)).toEqual([true]);
  });
});

describe.skipIf(sharedDataIsMissing(EXAMPLES_FILE))('each defect is survived', () => {
  test.each<[string, Item]>([
    ['1 statuses rewritten to 9', { TrangThaiHoSo: '9' }],
    ['2 a placeholder as owner', { DinhDanhCHS: [{ LoaiDinhDanh: '2', SoDinhDanh: '000000001' }] }],
    ['3 an abstract of «Dinhkem»', { TrichYeuHoSo: 'Dinhkem' }],
    ['3 an abstract cut at 995', { TrichYeuHoSo: long(995) }],
    ['5 a paper named «Dinhkem»', { TaiLieuNop: [{ TenTepDinhKem: 'Dinhkem', TepDinhKemId: '1' }] }],
    ['5 a paper name cut at 3995', { TaiLieuNop: [{ TenTepDinhKem: long(3995), TepDinhKemId: '1' }] }],
    ['8 a random code beside the real one', { MaHoSo: 'H44.150-260914-48213', MaHoSoKhac: 'ABC/12' }],
    ['9 always the same database', { DSKetNoiCSDL: [{ MaCSDL: 7 }] }],
    ['10 never authenticated', { TaiKhoanDuocXacThucVoiVNeID: '0' }],
    ['11 always digitised', { TaiLieuNop: [{ TepDinhKemId: '1', DuocSoHoa: 1 }] }],
    ['12 digitised as soon as one file is there', { HoSoCoThanhPhanSoHoa: '1' }],
    ['14 no account', { MaDoiTuong: null }],
    ['15 the telephone number as fax', { Fax: '0900000123' }],
    ['16 no due date', { NgayHenTra: '' }],
  ])('%s', (_defect, changes) => {
    expect(stated(changes).at(-1)?.eventName).toBe('SnapshotStated');
  });

  test('4 an officer cut at 46, or «Chuyên viên»', () => {
    const [row] = progressRows();
    for (const NguoiXuLy of [long(46), 'Chuyên viên', '']) {
      const drafts = translate(progressMessage({ ...row, NguoiXuLy }));
      expect(draftOf(drafts, 'ProcessingStepRecorded').text?.officer ?? '').toBe(NguoiXuLy);
    }
  });

  test('6 of paths joined by ## the first counts', () => {
    const drafts = stated({
      TaiLieuNop: [{ TepDinhKemId: '1', DuongDanTaiTepTin: 'https://f/a.pdf##https://f/b.pdf' }],
    });
    expect(draftOf(drafts, 'ComponentSubmitted').data.paper.fileRef).toBe('https://f/a.pdf');
  });

  test('7 a submitted paper as result is told by its file, joined paths or not', () => {
    const path = 'https://files.example.vn/dvc/900001.pdf##https://files.example.vn/other.pdf';
    const results = [{ TenGiayTo: 'Dinhkem', DuongDanTepTinKetQua: path, MaGiayToKetQua: 'KQ.G15.000031' }];
    const dossier = fold(stated({ TrangThaiHoSo: '9', DanhSachGiayToKetQua: results }));
    expect(dossier.outcome).toBe('UNPROVEN');
  });

  test('8 the real code of the dossier is kept beside the random one', () => {
    expect(draftOf(stated({ MaHoSoKhac: 'ABC/12' }), 'DossierSubmitted').data.otherDossierCode).toBe(
      'ABC/12',
    );
  });

  test('13 synthetic first and last rows are rows like others', () => {
    const first = { MaHoSo: 'H44.150-260914-0012', ThoiDiemXuLy: '20260914083015', TrangThai: '2' };
    const last = { MaHoSo: 'H44.150-260914-0012', ThoiDiemXuLy: '20260915093000', TrangThai: '9' };
    expect(draftsOf(translate(progressMessage(first, last)), 'ProcessingStepRecorded')).toHaveLength(2);
  });

  test('many papers of one name and no id keep apart by file, else by place', () => {
    const papers = [
      { TenTepDinhKem: 'Dinhkem', DuongDanTaiTepTin: 'https://f/a.pdf' },
      { TenTepDinhKem: 'Dinhkem', DuongDanTaiTepTin: 'https://f/b.pdf' },
      { TenTepDinhKem: 'Dinhkem' },
      { TenTepDinhKem: 'Dinhkem' },
    ];
    const keys = draftsOf(stated({ TaiLieuNop: papers }), 'ComponentSubmitted').map(
      ({ data }) => data.componentKey,
    );
    expect(new Set(keys).size).toBe(4);
    expect(keys[3]).toBe(keys[2]?.replace(/-1$/, '-2'));
  });

  test('two papers under one id keep apart, the same paper twice counts once', () => {
    const one = { TepDinhKemId: '7', TenTepDinhKem: 'a.pdf' };
    const other = { TepDinhKemId: '7', TenTepDinhKem: 'b.pdf' };
    const drafts = draftsOf(stated({ TaiLieuNop: [one, other, one] }), 'ComponentSubmitted');
    expect(drafts.map(({ data }) => data.componentKey)).toEqual(['7', '7#2']);
  });
});

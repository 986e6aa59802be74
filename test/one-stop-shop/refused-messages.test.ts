// What the national synchronisation refuses: with every fault at once, each with its place, and no value repeated.

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MessageFault } from '#shared/pure/fault.ts';
import { readNationalSync } from '../../services/one-stop-shop/core/native.ts';
import { sharedDataIsMissing } from '../support/data.ts';
import {
  cleanDossier,
  dossierMessage,
  EXAMPLES_FILE,
  type Item,
  itemsOf,
  progressMessage,
  progressRows,
  translate,
} from './examples.ts';

function refusal(message: unknown): MessageFault {
  try {
    readNationalSync(message);
  } catch (error) {
    if (error instanceof MessageFault) return error;
    throw error;
  }
  throw new Error('taken');
}

const faultsOf = (message: unknown): readonly string[] =>
  refusal(message).faults.map(({ pointer, code }) => `${pointer} ${code}`);

describe('a message of the wrong shape', () => {
  test.each<[unknown, readonly string[]]>([
    [undefined, [' TYPE']],
    [null, [' TYPE']],
    [[], [' TYPE']],
    ['text', [' TYPE']],
    [{}, ['/madonvi REQUIRED', '/data REQUIRED', '/service REQUIRED']],
    [
      { madonvi: 'Phú Thọ', service: 'X', data: [] },
      ['/madonvi FORM', '/data REQUIRED', '/service NOT_LISTED'],
    ],
    [{ madonvi: 44, service: 'DongBoHoSoMC', data: {} }, ['/madonvi FORM', '/data TYPE']],
    [{ madonvi: 'H44', service: 'DongBoHoSoMC', data: [1, null] }, ['/data/0 TYPE', '/data/1 TYPE']],
    [
      { madonvi: 'H44', isUpdating: 'maybe', session: {}, service: 'CapNhatTienDoHoSoMC', data: [{}] },
      [
        '/session TYPE',
        '/isUpdating NOT_LISTED',
        '/data/0/MaHoSo REQUIRED',
        '/data/0/ThoiDiemXuLy REQUIRED',
        '/data/0/TrangThai REQUIRED',
      ],
    ],
  ])('%j', (message, faults) => {
    expect(faultsOf(message)).toEqual(faults);
  });

  test('more items than a message may hold', () => {
    expect(faultsOf(dossierMessage(...Array.from({ length: 1001 }, () => ({}))))).toEqual(['/data TOO_MANY']);
  });
});

describe.skipIf(sharedDataIsMissing(EXAMPLES_FILE))('a dossier with a wrong field', () => {
  test.each<[Item, readonly string[]]>([
    [{ MaHoSo: undefined }, ['/data/0/MaHoSo REQUIRED']],
    [{ MaHoSo: '  ' }, ['/data/0/MaHoSo REQUIRED']],
    [{ MaHoSo: 12 }, ['/data/0/MaHoSo TYPE']],
    [{ MaHoSo: 'Z9-260914-0012' }, ['/data/0/MaHoSo FORM']],
    [{ MaHoSo: 'H44.150-2609-1' }, ['/data/0/MaHoSo FORM']],
    [{ MaTTHC: null }, ['/data/0/MaTTHC REQUIRED']],
    [{ TrangThaiHoSo: '11' }, ['/data/0/TrangThaiHoSo NOT_LISTED']],
    [{ TrangThaiHoSo: true }, ['/data/0/TrangThaiHoSo TYPE']],
    [{ NgayTiepNhan: '', NgayNopHoSo: null }, ['/data/0/NgayTiepNhan REQUIRED']],
    [{ NgayTiepNhan: '2026-09-14' }, ['/data/0/NgayTiepNhan FORM']],
    [{ NgayTra: '20260230000000' }, ['/data/0/NgayTra FORM']],
    [{ NgayTra: '20260914240000' }, ['/data/0/NgayTra FORM']],
    [{ NgayHenTra: 2026091408301 }, ['/data/0/NgayHenTra FORM']],
    [{ NgayHenTra: true }, ['/data/0/NgayHenTra TYPE']],
    [{ NgayHenTra: '14/09/2026 08:30:15' }, ['/data/0/NgayHenTra FORM']],
    [{ ChuHoSo: 'a\u0000b' }, ['/data/0/ChuHoSo NUL']],
    [{ ChuHoSo: 'a\uD800' }, ['/data/0/ChuHoSo LONE_SURROGATE']],
    [{ ChuHoSo: 'a\u202Eb' }, ['/data/0/ChuHoSo BIDI_CONTROL']],
    [{ TrichYeuHoSo: 'x'.repeat(8001) }, ['/data/0/TrichYeuHoSo TOO_LONG']],
    [{ DinhDanhCHS: [{ SoDinhDanh: 25188000123 }] }, ['/data/0/DinhDanhCHS/0/SoDinhDanh TYPE']],
    [{ DinhDanhCHS: { SoDinhDanh: '1' } }, ['/data/0/DinhDanhCHS TYPE']],
    [{ TaiLieuNop: ['x'] }, ['/data/0/TaiLieuNop/0 TYPE']],
    [
      { TaiLieuNop: [{ TepDinhKemId: 1.5, IsDeleted: 'no' }] },
      ['/data/0/TaiLieuNop/0/IsDeleted NOT_LISTED', '/data/0/TaiLieuNop/0/TepDinhKemId TYPE'],
    ],
    [{ DanhSachLePhi: [{ MaPhiLePhi: '1' }] }, ['/data/0/DanhSachLePhi/0/Gia REQUIRED']],
    [
      { DanhSachLePhi: [{ Gia: '8.000' }, { Gia: -1 }, { Gia: '8 000 đ' }] },
      [0, 1, 2].map((n) => `/data/0/DanhSachLePhi/${n}/Gia FORM`),
    ],
  ])('%j', (changes, faults) => {
    const item = cleanDossier(changes);
    expect([...faultsOf(dossierMessage(item))].sort()).toEqual([...faults].sort());
  });

  test('tells the faults of all items at once, and repeats no value', () => {
    const bad = cleanDossier({ MaHoSo: 'Nguyễn', SoGiayToChuHoSo: 25188000123, NgayTra: 'hôm qua' });
    const error = refusal(dossierMessage(bad, cleanDossier(), { ...bad, NgayTra: '' }));
    expect(error.status).toBe(422);
    expect(error.faults.map(({ pointer }) => pointer)).toEqual([
      '/data/0/MaHoSo',
      '/data/0/SoGiayToChuHoSo',
      '/data/0/NgayTra',
      '/data/2/MaHoSo',
      '/data/2/SoGiayToChuHoSo',
    ]);
    const told = JSON.stringify(error.faults) + error.message;
    for (const value of ['Nguyễn', '25188000123', 'hôm qua']) expect(told).not.toContain(value);
  });

  test('amounts are taken with and without quotes and useless decimals', () => {
    const fees = ['8000', 8000, '8000.00', ' 8000 '].map((Gia) => ({ Gia, MaPhiLePhi: '1' }));
    const drafts = translate(dossierMessage(cleanDossier({ DanhSachLePhi: fees })));
    const amounts = drafts.flatMap((draft) =>
      draft.eventName === 'FeeRequested' ? [draft.data.amount] : [],
    );
    expect(amounts).toEqual([8000, 8000, 8000, 8000]);
  });

  test('unknown members are let pass and counted', () => {
    const sync = readNationalSync({ ...dossierMessage(cleanDossier({ Moi: 1, 'a/b': 2 })), extra: 3 });
    expect(sync.unknownMembers).toBe(3);
    expect(readNationalSync(dossierMessage(cleanDossier())).unknownMembers).toBe(0);
  });

  test('the name of a member that is no own member is not read', () => {
    const message: unknown = JSON.parse(
      '{"madonvi":"H44","service":"DongBoHoSoMC","data":[{"__proto__":{"MaHoSo":"H44-260914-1"}}]}',
    );
    expect(faultsOf(message)).toContain('/data/0/MaHoSo REQUIRED');
  });
});

describe.skipIf(sharedDataIsMissing(EXAMPLES_FILE))('whatever is sent', () => {
  const garbage = fc.oneof(
    fc.anything({ maxDepth: 2 }),
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '',
      ' ',
      '0',
      '1',
      'True',
      '000000001',
      '20260914083015',
      '99999999999999',
      [],
      {},
      [[]],
      [{}],
    ),
  );
  const spoiled = (item: Item) =>
    fc
      .record({
        dropped: fc.subarray(Object.keys(item)),
        replaced: fc.dictionary(fc.constantFrom(...Object.keys(item)), garbage, { maxKeys: 4 }),
      })
      .map(({ dropped, replaced }) => {
        const kept = Object.entries(item).filter(([name]) => !dropped.includes(name));
        return { ...Object.fromEntries(kept), ...replaced };
      });
  const isTakenOrRefused = (message: unknown): boolean => {
    try {
      return translate(message).every(({ occurredAt }) => Number.isSafeInteger(occurredAt));
    } catch (error) {
      if (error instanceof MessageFault) return error.faults.length > 0;
      throw error;
    }
  };
  /** An item for which something else happens; null if none was found. */
  const exception = <T>(items: fc.Arbitrary<T>, message: (item: T) => unknown, numRuns: number): T | null => {
    const found = fc.check(
      fc.property(items, (item) => isTakenOrRefused(message(item))),
      { numRuns },
    );
    return found.counterexample?.[0] ?? null;
  };

  test('a dossier is taken or refused, and nothing else happens', () => {
    expect(exception(spoiled(cleanDossier()), (item) => dossierMessage(item), 500)).toBeNull();
  });

  test.each(['TaiLieuNop', 'DanhSachLePhi', 'DanhSachHoSoBoSung', 'DanhSachGiayToKetQua', 'DinhDanhCHS'])(
    'the list %s is taken or refused, and nothing else happens',
    (name) => {
      const lists = fc.array(spoiled(itemsOf(name)[0] ?? {}), { maxLength: 3 });
      expect(exception(lists, (list) => dossierMessage(cleanDossier({ [name]: list })), 100)).toBeNull();
    },
  );

  test('a progress row or an envelope is taken or refused, and nothing else happens', () => {
    const row = progressRows()[1] ?? {};
    expect(exception(spoiled(row), (item) => progressMessage(item), 200)).toBeNull();
    expect(exception(spoiled(progressMessage(row)), (message) => message, 200)).toBeNull();
    expect(exception(garbage, (message) => message, 200)).toBeNull();
  });
});

// The national catalogue as published, 2,642 records with what is wrong with them: each quirk that the example data's notes
// name is read as they say, and the tables agree with those of another parser.
import { describe, expect, test } from 'vitest';
import agencies from '#schemas/catalogue/agencies.json' with { type: 'json' };
import type { CatalogueDefect } from '#schemas/generated/events.ts';
import { Agencies } from '#shared/once-only/agencies.ts';
import { Catalogue } from '#shared/once-only/catalogue.ts';
import { catalogueDefects } from '#shared/once-only/catalogue-defects.ts';
import { listedName } from '#shared/once-only/listed-name.ts';
import { readChannelRows } from '../../services/one-stop-shop/core/procedures/channel-rows.ts';
import { readPaperRows } from '../../services/one-stop-shop/core/procedures/paper-rows.ts';
import { readLine } from '../../services/one-stop-shop/core/procedures/record-lines.ts';
import {
  isStandardResultCode,
  readResultRows,
} from '../../services/one-stop-shop/core/procedures/result-rows.ts';
import { sharedDataIsMissing } from '../support/data.ts';
import {
  PUBLISHED_FILE,
  type PublishedRecord,
  procedureOf,
  publishedLines,
  publishedRecords,
  read,
  splitRecords,
} from './procedures-data.ts';

const CHANNELS = { 'Trực tiếp': 'IN_PERSON', 'Trực tuyến': 'ONLINE', 'Dịch vụ bưu chính': 'POSTAL' };
const UNITS = { 'Ngày làm việc': 'WORKING_DAY', Ngày: 'DAY', Giờ: 'HOUR', Tháng: 'MONTH' };

describe.skipIf(sharedDataIsMissing(PUBLISHED_FILE))('the published catalogue', () => {
  const records = publishedRecords();
  const split = new Map(splitRecords().map((record) => [record.ma_thu_tuc, record]));
  const lines = publishedLines().map((text, index) =>
    readLine({ line: index + 1, bytes: Buffer.from(text) }),
  );
  const byCode = new Map(records.map((record) => [record['ma_thu_tuc'] ?? '', record]));
  const taken = lines.flatMap((line) => ('record' in line ? [line.record] : []));
  const published = taken.map(({ code }) => procedureOf(recordOf(code)));
  /** All but those that show another page. */
  const readable = records.filter(
    ({ ma_thu_tuc = '' }) => split.get(ma_thu_tuc)?.flags?.[0]?.startsWith('page_is') !== true,
  );
  const refusals = lines.flatMap((line) => ('faults' in line ? line.faults.map(({ code }) => code) : []));

  function recordOf(code: string): PublishedRecord {
    const record = byCode.get(code);
    if (record === undefined) throw new Error(`no record ${code}`);
    return record;
  }

  const papersOf = (code: string) => readPaperRows(read(recordOf(code)).sections.papers).rows;
  const defectsOf = (code: string): readonly CatalogueDefect[] => procedureOf(recordOf(code)).defects;
  const withDefect = (code: string): number =>
    published.filter(({ defects }) => defects.some((defect) => defect.code === code)).length;

  test('is read whole: every record is taken, but those of the built-in catalogue and 17 others', () => {
    expect(lines).toHaveLength(2642);
    expect(taken).toHaveLength(2600);
    expect(Object.groupBy(refusals, (code) => code)).toEqual({
      BUILT_IN: Array(25).fill('BUILT_IN'),
      PAGE_OF_OTHER_PROCEDURE: Array(17).fill('PAGE_OF_OTHER_PROCEDURE'),
    });
  });

  test('quirk 1: 17 records carry the page of another procedure and are refused by name', () => {
    const strangers = [...split.values()].filter(({ flags = [] }) =>
      flags.some((flag) => flag.startsWith('page_is_other')),
    );
    expect(strangers).toHaveLength(17);
    for (const { ma_thu_tuc, flags = [] } of strangers) {
      const shown = flags[0]?.split(':')[1];
      const bytes = Buffer.from(JSON.stringify(recordOf(ma_thu_tuc)));
      expect(readLine({ line: 1, bytes })).toEqual({
        line: 1,
        faults: [
          {
            pointer: '/raw_text',
            code: 'PAGE_OF_OTHER_PROCEDURE',
            expected: `the page of ${ma_thu_tuc}`,
            hint: `it is the page of ${shown}`,
          },
        ],
      });
    }
  });

  test('quirk 2: 28 lists of papers, 10 of results and 8 of channels are cut wrongly; the whole page has them', () => {
    const cut = readable.flatMap((record) => read(record).cutWrongly);
    const count = (field: string) => cut.filter((each) => each === field).length;
    expect(count('thanh_phan_ho_so')).toBe(28);
    expect(count('ket_qua_xu_ly')).toBe(10);
    expect(count('cach_thuc_thuc_hien')).toBe(8);
    expect(recordOf('2.000755')['thanh_phan_ho_so']).not.toContain(papersOf('2.000755')[0]?.name);
    expect(papersOf('2.000755').length).toBe(split.get('2.000755')?.papers.length);
    expect(defectsOf('2.000755')).toContainEqual({ code: 'SECTION_CUT_WRONGLY', about: 'thanh_phan_ho_so' });
  });

  test('quirk 3: text that is not composed is kept as published and told; fields are grouped composed', () => {
    expect(withDefect('NOT_NFC')).toBe(
      taken.filter(({ fields }) => [...fields.values()].some((text) => text !== text.normalize('NFC')))
        .length,
    );
    const identity = published.filter(({ fieldName }) => fieldName === 'Cấp, quản lý căn cước');
    expect(identity).toHaveLength(31);
    const decomposed = published.filter(
      ({ procedureName }) => procedureName !== procedureName.normalize('NFC'),
    );
    expect(decomposed.length).toBeGreaterThan(0);
    for (const { procedureCode, procedureName } of decomposed) {
      expect(procedureName).toBe(recordOf(procedureCode)['ten_thu_tuc']);
    }
  });

  test('quirk 4: tabs, marks of direction and bullets of a symbol font do not get into a name that is compared', () => {
    expect(withDefect('ODD_CHARACTERS')).toBeGreaterThan(30);
    const names = published.flatMap(({ papers }) => papers.map(({ name }) => name));
    const odd = names.filter((name) => /^[\uE000-\uF8FF\t]|\t/u.test(name));
    expect(odd.length).toBeGreaterThan(20);
    for (const name of odd) expect(listedName(name) ?? '').not.toMatch(/^[\uE000-\uF8FF]|\t/u);
  });

  test('quirk 5: lost first letters are told; rows with «0 bản chính» are notes, unless every row has it', () => {
    expect(defectsOf('1.001303')).toContainEqual({
      code: 'FIRST_LETTERS_LOST',
      about: expect.stringContaining('ản lý lịch theo mẫu'),
    });
    const rows = taken.flatMap(({ sections }) => readPaperRows(sections.papers).rows);
    expect(rows.filter(({ originals, copies }) => originals + copies === 0).length).toBeGreaterThan(1000);
    // Two notes and one form.
    expect(papersOf('1.000236')).toHaveLength(3);
    expect(procedureOf(recordOf('1.000236')).papers.map(({ name }) => name.normalize('NFC'))).toEqual([
      'Văn bản đề nghị cấp tài khoản điện tử (NA19).',
    ]);
    // A page on which no row has a count: its rows are the papers, and that is told.
    expect(procedureOf(recordOf('1.007816')).papers).toHaveLength(2);
    expect(defectsOf('1.007816').map(({ code }) => code)).toContain('PAPER_WITH_ZERO_COUNT');
    // «không quy định»: no paper.
    expect(procedureOf(recordOf('2.001206')).papers).toEqual([]);
  });

  test('quirk 6: a count is one digit; the digits before it belong to the name, and the guess is told', () => {
    const row = papersOf('1.014375').find(({ name }) => name.includes('Phụ lục số 1'));
    expect(row).toMatchObject({ originals: 1, copies: 0, countGuessed: true });
    expect(row?.name).toMatch(/tại Phụ lục số 10$/u);
    expect(defectsOf('1.014375').map(({ code }) => code)).toContain('COUNT_AMBIGUOUS');
    expect(papersOf('1.014151').map(({ name }) => name)).toContain('G19-KQ006178');
  });

  test('quirk 7: a number glued to its fee is taken apart, fees in thousands are told', () => {
    const glued = readChannelRows('Trực tiếp1100,000 Việt Nam ĐồngTrực tuyến135 VNĐ(135.000 đồng)');
    expect(glued).toEqual([
      { channel: 'IN_PERSON', time: { count: 1 }, fee: { amount: 100_000, currency: 'VND' } },
      { channel: 'ONLINE', time: { count: 1 }, fee: { amount: 35, currency: 'VND' } },
    ]);
    const amounts = readable.flatMap((record) =>
      readChannelRows(read(record).sections.channels).flatMap(({ fee }) =>
        fee?.currency === 'VND' ? fee.amount : [],
      ),
    );
    expect(amounts.filter((amount) => amount > 0 && amount < 1000)).toHaveLength(193);
    expect(defectsOf('1.007751')).toContainEqual({ code: 'FEE_BELOW_ONE_THOUSAND', about: '20 VND' });
  });

  test('quirk 8: result codes are kept as sent, those off the form are told, and grant nothing', () => {
    const codes = readable.flatMap((record) => readResultRows(read(record).sections.results));
    const offForm = new Set(codes.map(({ code }) => code).filter((code) => !isStandardResultCode(code)));
    expect(offForm.size).toBe(164);
    for (const code of ['KQ.G01.00262', 'KQ.G12.0001234', 'KQ.g19.000556', 'KQ-G10.000001', '78', 'VBTT']) {
      expect(offForm).toContain(code);
    }
    const types = published.flatMap(({ yields }) => yields);
    const granting = types.filter(({ effect }) => effect === 'GRANTS');
    expect(granting.filter(({ resultCode }) => offForm.has(resultCode))).toEqual([]);
    expect(granting.length).toBeGreaterThan(600);
    const none = types.filter(({ resultCode }) => resultCode === 'KQ.G12.000429');
    expect(new Set(none.map(({ effect }) => effect))).toEqual(new Set(['REFUSES']));
    expect(none).toHaveLength(53);
  });

  test('quirk 8: agencies that no longer exist are named with the codes that still bear them', () => {
    const known = new Agencies(
      agencies.map(({ agencyCode, agencyName, validTo }) => ({
        code: agencyCode,
        name: agencyName,
        ...(validTo !== null && { validTo }),
        successors: [],
        predecessors: [],
      })),
    );
    const found = catalogueDefects(new Catalogue(published, [], []), known, '2026-11-01');
    const closed = found.filter(({ code }) => code === 'RESULT_CODE_OF_CLOSED_AGENCY');
    expect(new Set(closed.map(({ about }) => about.slice(3, 6)))).toEqual(
      new Set(['G04', 'G13', 'G24', 'H22', 'H43']),
    );
    expect(new Set(closed.map(({ about }) => about)).size).toBeGreaterThan(180);
  });

  test('«Không có thông tin» says nothing: no time, no fee', () => {
    expect(readChannelRows(read(recordOf('1.000232')).sections.channels)).toEqual([
      { channel: 'IN_PERSON' },
      { channel: 'POSTAL' },
      { channel: 'ONLINE' },
    ]);
    expect(procedureOf(recordOf('1.000232'))).toMatchObject({ processingDays: 0, withFee: null });
    expect(defectsOf('1.000232').map(({ code }) => code)).toContain('NO_PROCESSING_TIME');
  });

  test('records without papers or results are taken, and told', () => {
    expect(withDefect('NO_RESULT')).toBe(14);
    expect(withDefect('NO_PAPERS')).toBeGreaterThanOrEqual(24);
    expect(defectsOf('3.000364').map(({ code }) => code)).toContain('NO_PAPERS');
  });

  test('no row of an imported procedure can be held but by a rule of the built-in catalogue', () => {
    for (const { papers } of published) {
      for (const { satisfiedBy } of papers) expect(satisfiedBy).toEqual([]);
    }
  });

  describe('agrees with the other parser', () => {
    const same = (left: string | undefined, right: string | null): boolean =>
      (left ?? '').normalize('NFC').trim() === (right ?? '').trim();
    const comparable = records.flatMap((record) => {
      const other = split.get(record['ma_thu_tuc'] ?? '');
      if (other?.flags?.[0]?.startsWith('page_is') === true || other === undefined) return [];
      return [{ sections: read(record).sections, other }];
    });

    function shareOf(agreements: readonly boolean[]): number {
      return agreements.filter(Boolean).length / agreements.length;
    }

    test('in the name, the counts, the case and the form of 98 of 100 papers', () => {
      const agreements = comparable.flatMap(({ sections, other }) => {
        const mine = readPaperRows(sections.papers).rows;
        const theirs = other.papers.filter(({ flags = [] }) => !flags.includes('no_count'));
        return theirs.map((row, index) => {
          const own = mine.length === theirs.length ? mine[index] : undefined;
          const agrees =
            same(own?.name, row.name) &&
            same(own?.caseTitle, row.case) &&
            own?.originals === row.originals &&
            own?.copies === row.copies &&
            own?.forms.length > 0 === (row.form !== null);
          return agrees;
        });
      });
      expect(agreements.length).toBeGreaterThan(14_000);
      expect(shareOf(agreements)).toBeGreaterThan(0.98);
    });

    test('in every result', () => {
      const agreements = comparable.flatMap(({ sections, other }) => {
        const mine = readResultRows(sections.results);
        return other.results.map((row, index) => {
          const own = mine.length === other.results.length ? mine[index] : undefined;
          return same(own?.name, row.name) && same(own?.code, row.code);
        });
      });
      expect(agreements.length).toBeGreaterThan(3500);
      expect(shareOf(agreements)).toBe(1);
    });

    test('in the time and the fee of 999 of 1,000 channels', () => {
      const agreements = comparable.flatMap(({ sections, other }) => {
        const mine = readChannelRows(sections.channels);
        return other.channels.map((row, index) => {
          const own = mine.length === other.channels.length ? mine[index] : undefined;
          const agrees =
            own?.channel === Reflect.get(CHANNELS, row.channel) &&
            own?.time?.count === (row.days ?? undefined) &&
            own?.time?.unit === (row.unit === null ? undefined : Reflect.get(UNITS, row.unit)) &&
            own?.fee?.amount === (row.feeAmount ?? undefined);
          return agrees;
        });
      });
      expect(agreements.length).toBeGreaterThan(7000);
      expect(shareOf(agreements)).toBeGreaterThan(0.999);
    });
  });
});

// What is made of a record: days, conditions, results, whose papers they are.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RequiredPaper } from '#schemas/generated/events.ts';
import { UNMAPPED } from '#shared/once-only/unmapped.ts';
import { readChannelRows } from '../../services/one-stop-shop/core/procedures/channel-rows.ts';
import { readPaperRows } from '../../services/one-stop-shop/core/procedures/paper-rows.ts';
import { processingDaysOf } from '../../services/one-stop-shop/core/procedures/processing-days.ts';
import { linesOf, readLine } from '../../services/one-stop-shop/core/procedures/record-lines.ts';
import { effectOf } from '../../services/one-stop-shop/core/procedures/result-effect.ts';
import { translateRecord } from '../../services/one-stop-shop/core/procedures/translate-record.ts';
import { invented, PAPER_HEADER, type PublishedRecord, procedureOf } from './procedures-data.ts';

const papersOf = (papers: string): readonly RequiredPaper[] =>
  procedureOf(invented({ code: '1.900001', papers })).papers;

const rowOf = (name: string): RequiredPaper | undefined => papersOf(`--${PAPER_HEADER}${name}1 bản chính`)[0];

describe('processing days', () => {
  test.each([
    ['working days × 7/5, rounded up', 'Trực tiếp10 Ngày làm việcMiễn phí', 14],
    ['a part of a week', 'Trực tiếp3 Ngày làm việcMiễn phí', 5],
    ['calendar days as they are', 'Trực tiếp30 NgàyMiễn phí', 30],
    ['no unit: working days', 'Trực tiếp20Miễn phí', 28],
    ['hours are working hours: a begun day counts', 'Trực tiếp4 GiờMiễn phí', 2],
    ['24 hours of work are three days', 'Trực tiếp24 GiờMiễn phí', 5],
    ['months at their longest', 'Trực tiếp2 ThángMiễn phí', 62],
    ['half a day', 'Trực tiếp0.5 Ngày làm việcMiễn phí', 1],
    ['the longest channel', 'Trực tuyến3 Ngày làm việcMiễn phíDịch vụ bưu chính20 NgàyMiễn phí', 20],
    ['a digit too many stays a number', 'Trực tiếp999999999999 NgàyMiễn phí', 36_500],
  ])('%s', (_what, channels, days) => {
    expect(processingDaysOf(readChannelRows(channels))).toBe(days);
  });

  test('none where no channel states a time', () => {
    expect(
      processingDaysOf(readChannelRows('Trực tiếpKhông có thông tinKhông có thông tin')),
    ).toBeUndefined();
  });
});

describe('a row', () => {
  test('with a form file, or named as a form, is filled in anew: the file is no part of its name', () => {
    expect(rowOf('Báo cáo hằng năm.Mau 01.docx')).toMatchObject({
      name: 'Báo cáo hằng năm.',
      paperKind: 'APPLICATION_FORM',
      condition: 'NEVER',
    });
    expect(rowOf('a) Tờ khai đăng ký')).toMatchObject({ paperKind: 'APPLICATION_FORM', condition: 'NEVER' });
    expect(rowOf('Giấy tờ khai báo')).toMatchObject({ paperKind: UNMAPPED, condition: 'ALWAYS' });
  });

  test('that is a drawing is made anew', () => {
    expect(rowOf('- Bản vẽ mặt bằng')).toMatchObject({ paperKind: 'DRAWINGS', condition: 'NEVER' });
  });

  test('that asks for the household book is abolished; one that names it among others is not', () => {
    for (const name of ['Sổ hộ khẩu', '- Bản sao Sổ hộ khẩu;', 'Sổ hộ khẩu của chủ hộ (bản chính)']) {
      expect(rowOf(name)).toMatchObject({ paperKind: 'HOUSEHOLD_BOOK', condition: 'ABOLISHED' });
    }
    expect(rowOf('Hộ chiếu hoặc sổ hộ khẩu')).toMatchObject({ paperKind: UNMAPPED, condition: 'ALWAYS' });
    const { defects } = procedureOf(
      invented({ code: '1.900001', papers: `--${PAPER_HEADER}Hộ chiếu hoặc sổ hộ khẩu1 bản chính` }),
    );
    expect(defects).toContainEqual({ code: 'HOUSEHOLD_BOOK_MENTIONED', about: 'Hộ chiếu hoặc sổ hộ khẩu' });
  });

  test('that is asked for only where a database does not answer, or only if there is one, says so', () => {
    expect(rowOf('Giấy tờ cư trú trong trường hợp không thể khai thác được thông tin')?.condition).toBe(
      'IF_NOT_EXPLOITABLE',
    );
    expect(rowOf('Văn bản khác (nếu có)')?.condition).toBe('IF_APPLICABLE');
    expect(rowOf('Trường hợp ủy quyền phải có văn bản ủy quyền')?.condition).toBe('IF_APPLICABLE');
  });

  test('asks for the original where it takes no copy', () => {
    expect(rowOf('Giấy phép lái xe')?.requiresOriginalSurrender).toBe(true);
    const [either] = papersOf(`--${PAPER_HEADER}Giấy phép lái xe1 bản chính,1 bản sao`);
    expect(either?.requiresOriginalSurrender).toBe(false);
  });

  test('is never held by what the record says: that is a matter of aliases and rules', () => {
    expect(rowOf('Giấy phép lái xe')).toMatchObject({ satisfiedBy: [], aboutRole: 'APPLICANT' });
  });
});

describe('cases', () => {
  const two = (first: string, second: string) =>
    papersOf(`${first}${PAPER_HEADER}Giấy A1 bản chính${second}${PAPER_HEADER}Giấy B1 bản chính`);

  test('of several tables each applies in the case of its title', () => {
    expect(two('Trường hợp cấp mới', 'Trường hợp cấp lại')).toMatchObject([
      { name: 'Giấy A', condition: 'IF_APPLICABLE', appliesWhen: 'Trường hợp cấp mới' },
      { name: 'Giấy B', condition: 'IF_APPLICABLE', appliesWhen: 'Trường hợp cấp lại' },
    ]);
  });

  test('a table without a title, or under a mere heading, is always asked for', () => {
    expect(two('--', 'Trường hợp cấp lại').map(({ condition }) => condition)).toEqual([
      'ALWAYS',
      'IF_APPLICABLE',
    ]);
    expect(
      two('* Giấy tờ phải nộp:', '* Giấy tờ phải xuất trình:').map(({ condition }) => condition),
    ).toEqual(['ALWAYS', 'ALWAYS']);
  });

  test('a name may say itself in which case: in brackets, at its end, at its beginning', () => {
    expect(rowOf('Thẻ tạm trú (đối với người nước ngoài)')).toMatchObject({
      condition: 'IF_APPLICABLE',
      appliesWhen: 'đối với người nước ngoài',
    });
    expect(rowOf('Đơn trình báo trong trường hợp bị mất giấy phép;')).toMatchObject({
      condition: 'IF_APPLICABLE',
      appliesWhen: 'trong trường hợp bị mất giấy phép;',
    });
    expect(rowOf('a) Đối với người nước ngoài: thẻ tạm trú')).toMatchObject({
      condition: 'IF_APPLICABLE',
      appliesWhen: null,
    });
    expect(rowOf('Giấy khám sức khỏe (trừ người có giấy phép đối với trường hợp hạng A1)')?.condition).toBe(
      'ALWAYS',
    );
  });

  test('the title of the only table is no case', () => {
    const [only] = papersOf(`Hồ sơ cấp mới${PAPER_HEADER}Giấy A1 bản chính`);
    expect(only).toMatchObject({ condition: 'ALWAYS', appliesWhen: null });
  });

  test('a form of one case is asked for in that case only', () => {
    const [form] = papersOf(
      `Trường hợp cấp lại${PAPER_HEADER}Đơn đề nghị1 bản chính--${PAPER_HEADER}Giấy B1 bản chính`,
    );
    expect(form).toMatchObject({ paperKind: 'APPLICATION_FORM', condition: 'IF_APPLICABLE' });
  });
});

describe('a count', () => {
  const rows = (papers: string) => readPaperRows(`--${PAPER_HEADER}${papers}`).rows;

  test('that a name speaks of does not end the row', () => {
    const spoken = 'Hợp đồng: 01 bản chính; phụ lục (1 bản sao), nộp 2 bản sao.';
    expect(rows(`${spoken}1 bản chính,1 bản sao`)).toEqual([
      { name: spoken, forms: [], originals: 1, copies: 1, countGuessed: false },
    ]);
  });

  test('ends the row whatever sign the next name begins with', () => {
    expect(rows('Giấy A1 bản chính) Giấy B0 bản chính,2 bản sao+ Giấy C3 bản sao')).toMatchObject([
      { name: 'Giấy A', originals: 1, copies: 0 },
      { name: ') Giấy B', originals: 0, copies: 2 },
      { name: '+ Giấy C', originals: 0, copies: 3 },
    ]);
  });
});

describe('a result', () => {
  test.each([
    ['a certificate grants', 'Giấy chứng nhận đăng ký xe', 'KQ.G01.900014', 'GRANTS'],
    ['not under a code off the form', 'Giấy chứng nhận đăng ký xe', 'KQ.G01.00014', 'UNKNOWN'],
    ['not if it may be a refusal', 'Giấy phép hoặc văn bản từ chối', 'KQ.G01.900014', 'UNKNOWN'],
    ['not if it ends something', 'Giấy chứng nhận thu hồi đăng ký xe', 'KQ.G01.900014', 'UNKNOWN'],
    ['a decision may say anything', 'Quyết định về việc hưởng chế độ', 'KQ.G24.900014', 'UNKNOWN'],
    ['a refusal refuses', '+ Văn bản từ chối (nêu rõ lý do).', 'KQ.G12.901213', 'REFUSES'],
    ['under any code', 'Văn bản không chấp thuận', '78', 'REFUSES'],
    ['«no result» grants nothing', 'Hồ sơ không có kết quả giải quyết', 'KQ.G12.000429', 'REFUSES'],
    ['a waiver is no refusal', 'Văn bản từ chối nhận di sản được chứng thực', 'KQ.G15.900030', 'UNKNOWN'],
  ])('%s', (_what, name, code, effect) => {
    expect(effectOf({ name, code })).toBe(effect);
  });
});

describe('whose paper', () => {
  const roleOf = (changes: PublishedRecord, name = 'Cấp chứng chỉ') =>
    procedureOf(invented({ code: '1.900001', name, fields: changes })).applicantRole;

  test('is the applicant’s own where one applies for oneself, or where only bodies may apply', () => {
    expect(roleOf({ linh_vuc: 'Luật sư' })).toBe('HOLDER');
    expect(roleOf({ linh_vuc: 'Hải quan', doi_tuong_thuc_hien: 'Doanh nghiệp, Hợp tác xã' })).toBe('HOLDER');
  });

  test('is not known elsewhere: a mother does not hold what she hands in for her child', () => {
    expect(roleOf({ linh_vuc: 'Hộ tịch' })).toBe('UNKNOWN');
    expect(roleOf({ linh_vuc: 'Hải quan' })).toBe('UNKNOWN');
    expect(roleOf({ linh_vuc: 'Hải quan', doi_tuong_thuc_hien: '' })).toBe('UNKNOWN');
    expect(roleOf({ linh_vuc: 'Luật sư' }, 'Đăng ký chuyển nhượng')).toBe('UNKNOWN');
  });
});

describe('lines', () => {
  test('are counted with the blank ones, and read one by one', () => {
    const body = Buffer.from(`\n${JSON.stringify(invented({ code: '1.900001' }))}\r\n\n{"a":\n`);
    expect(linesOf(body).map(({ line }) => line)).toEqual([2, 4]);
    expect(linesOf(body).map(readLine)).toMatchObject([
      { line: 2, record: { code: '1.900001' } },
      { line: 4, faults: [{ code: 'SYNTAX' }] },
    ]);
  });

  test('name every fault of theirs', () => {
    const bytes = Buffer.from('{"ma_thu_tuc":"1.1","ten_thu_tuc":" ","linh_vuc":5}');
    const read = readLine({ line: 1, bytes });
    const faults = 'faults' in read ? read.faults : [];
    expect(faults.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([
      '/ma_thu_tuc FORM',
      '/ten_thu_tuc REQUIRED',
      '/linh_vuc TYPE',
    ]);
  });

  test('of any text are read or refused, and never break the reader', () => {
    const anyText = fc.array(
      fc.oneof(
        fc.string({ unit: 'grapheme' }),
        fc.constantFrom(
          PAPER_HEADER,
          '1 bản chính',
          '0 bản chính,1 bản sao',
          'Mã: ',
          '--',
          '.docx',
          'Mẫu số 01',
        ),
      ),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(anyText, anyText, anyText, (papers, results, channels) => {
        const record = invented({
          code: '1.900001',
          papers: papers.join(''),
          results: results.join(''),
          channels: channels.join(''),
        });
        const read = readLine({ line: 1, bytes: Buffer.from(JSON.stringify(record)) });
        if ('faults' in read) return;
        const content = translateRecord(read.record);
        expect(content.papers.map(({ ordinal }) => ordinal)).toEqual(content.papers.map((_, at) => at + 1));
        expect(content.processingDays).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

// Procedures of the national catalogue beside the built-in ones: the built-in catalogue wins, aliases say what a row asks for
// when it is read, and nothing is held that no built-in rule allows.
import { describe, expect, test } from 'vitest';
import type { PaperAliasDefinedData, RequiredPaper } from '#schemas/generated/events.ts';
import { Agencies } from '#shared/once-only/agencies.ts';
import { Catalogue, foldCatalogue, type Procedure } from '#shared/once-only/catalogue.ts';
import { catalogueDefects } from '#shared/once-only/catalogue-defects.ts';
import { listedName } from '#shared/once-only/listed-name.ts';
import { UNMAPPED } from '#shared/once-only/unmapped.ts';
import { at, CATALOGUE, fact, question, world } from '../../support/facts.ts';
import { component, ended, issued, row, submitted } from './life.ts';

const BUILT_IN = CATALOGUE.procedures();
const CODE = '1.900001';

const ALIASES: readonly PaperAliasDefinedData[] = [
  { evidence: 'NAME', value: 'Giấy phép lái xe', paperKind: 'DRIVING_LICENCE' },
  { evidence: 'NAME', value: 'Giấy khai sinh', paperKind: 'BIRTH_CERTIFICATE' },
  { evidence: 'NAME', value: 'Giấy chứng sinh', paperKind: 'BIRTH_NOTICE' },
  { evidence: 'NAME', value: 'Giấy xác nhận tình trạng hôn nhân', paperKind: 'SINGLE_STATUS_CONFIRMATION' },
  { evidence: 'NAME', value: 'Giấy chứng nhận quyền sử dụng đất', paperKind: 'LAND_CERTIFICATE' },
  { evidence: 'NAME', value: 'Sổ đăng ký hộ khẩu', paperKind: 'HOUSEHOLD_BOOK' },
  { evidence: 'NAME', value: 'Giấy chứng nhận đăng ký doanh nghiệp', paperKind: 'BUSINESS_REGISTRATION' },
  { evidence: 'RESULT', value: 'KQ.G01.900023', paperKind: 'ID_CARD' },
];

function asked(name: string, ordinal = 1): RequiredPaper {
  return {
    ordinal,
    name,
    nameEn: null,
    paperKind: UNMAPPED,
    aboutRole: 'APPLICANT',
    condition: 'ALWAYS',
    satisfiedBy: [],
    maxAgeMonths: null,
    perObject: false,
    requiresOriginalSurrender: true,
    exploitableFrom: null,
    appliesWhen: null,
    legalBasis: null,
    validityScope: 'UNKNOWN',
    singleUse: false,
    validFrom: null,
    validTo: null,
  };
}

function imported(changes: Partial<Procedure> = {}): Procedure {
  return {
    procedureCode: CODE,
    procedureName: 'Nhập từ cơ sở dữ liệu quốc gia',
    nameEn: null,
    levels: ['PROVINCE'],
    processingDays: 7,
    applicantRole: 'HOLDER',
    avoidable: false,
    avoidableBy: [],
    validFrom: '2025-07-01',
    validTo: null,
    legalBasis: null,
    yields: [],
    papers: [asked('Giấy phép lái xe')],
    prefill: [],
    fieldName: null,
    withFee: null,
    payableOnline: null,
    origin: 'IMPORTED',
    defects: [],
    ...changes,
  };
}

const catalogueWith = (procedure: Procedure, aliases = ALIASES) =>
  new Catalogue([procedure, ...BUILT_IN], aliases, []);

const read = (name: string, changes: Partial<Procedure> = {}, aliases = ALIASES): RequiredPaper | undefined =>
  catalogueWith(imported({ papers: [asked(name)], ...changes }), aliases).procedureOn(CODE, '2026-10-01')
    ?.papers[0];

describe('the built-in catalogue wins', () => {
  test('over an imported record of the same code, whenever it came and whatever its days', () => {
    const stranger = imported({ procedureCode: '1.001193', papers: [], validFrom: '2026-09-01' });
    for (const procedures of [
      [stranger, ...BUILT_IN],
      [...BUILT_IN, stranger],
    ]) {
      const found = new Catalogue(procedures, [], []).procedureOn('1.001193', '2026-10-01');
      expect(found).toBe(BUILT_IN.find(({ procedureCode }) => procedureCode === '1.001193'));
    }
  });

  test('as facts, too: one that was imported before the hub had it built in', () => {
    const birth = BUILT_IN.find(({ procedureCode }) => procedureCode === '1.001193');
    if (birth === undefined) throw new Error('births are built in');
    const earlier = fact(
      'ProcedurePublished',
      { at: at('2026-01-01') },
      imported({ procedureCode: '1.001193' }),
      'catalogue',
    );
    const later = fact('ProcedurePublished', { at: at('2026-09-01') }, birth, 'catalogue');
    const nameKnown = (facts: Parameters<typeof foldCatalogue>[0], knownAt?: number) =>
      foldCatalogue(facts, knownAt).procedureOn('1.001193', '2026-10-01')?.procedureName;
    expect(nameKnown([later, earlier])).toBe('Đăng ký khai sinh');
    expect(nameKnown([earlier, later], at('2026-05-01'))).toBe('Nhập từ cơ sở dữ liệu quốc gia');
  });

  test('a result code that both list means what the built-in one says', () => {
    const stranger = {
      resultCode: 'KQ.G15.000031',
      paperKind: null,
      effect: 'REFUSES',
      validMonths: null,
    } as const;
    const catalogue = catalogueWith(imported({ yields: [stranger] }));
    const built = { paperKind: 'BIRTH_CERTIFICATE', effect: 'GRANTS' };
    expect(catalogue.resultType('KQ.G15.000031', '2026-10-01', CODE)).toMatchObject(built);
    expect(catalogue.meaningOf('KQ.G15.000031', '2026-10-01')).toMatchObject(built);
  });

  test('an alias gives a granted result its kind, never a refused one', () => {
    const yields = (effect: 'GRANTS' | 'UNKNOWN') =>
      catalogueWith(
        imported({
          yields: [{ resultCode: 'KQ.G01.900023', paperKind: null, effect, validMonths: null }],
        }),
      ).resultType('KQ.G01.900023', '2026-10-01', CODE);
    expect(yields('GRANTS')?.paperKind).toBe('ID_CARD');
    expect(yields('UNKNOWN')?.paperKind).toBeNull();
  });
});

describe('what an imported row asks for', () => {
  test('is what an alias says of its whole name, marks of lists and copies aside', () => {
    for (const name of [
      'Giấy phép lái xe',
      '- Bản sao giấy phép lái xe;',
      '(1) Giấy phép lái xe (nếu có): 01 bản chính.',
      '\uF0FC\tGiấy phép lái xe',
    ]) {
      expect(read(name)?.paperKind).toBe('DRIVING_LICENCE');
    }
    for (const name of [
      'Giấy phép lái xe hoặc hộ chiếu',
      'Giấy phép lái xe của người được ủy quyền',
      'Quyết định thu hồi giấy phép lái xe',
      'Bản sao hoặc bản chính giấy phép lái xe',
    ]) {
      expect(read(name)).toMatchObject({ paperKind: UNMAPPED, satisfiedBy: [] });
    }
  });

  test('follows an alias that comes later: the record need not be imported again', () => {
    expect(read('Giấy phép lái xe', {}, [])?.paperKind).toBe(UNMAPPED);
    expect(read('Giấy phép lái xe')?.paperKind).toBe('DRIVING_LICENCE');
  });

  test('is answered by the strictest built-in rule of its kind', () => {
    expect(read('Giấy phép lái xe')).toMatchObject({
      satisfiedBy: ['DRIVING_LICENCE'],
      requiresOriginalSurrender: true,
    });
    expect(read('Giấy xác nhận tình trạng hôn nhân')).toMatchObject({ maxAgeMonths: 6 });
    expect(read('Giấy chứng nhận quyền sử dụng đất')).toMatchObject({ perObject: true });
    expect(read('Giấy chứng nhận đăng ký doanh nghiệp')).toMatchObject({
      satisfiedBy: ['BUSINESS_REGISTRATION'],
      requiresOriginalSurrender: false,
    });
  });

  test('is never held where the paper may be somebody else’s', () => {
    expect(read('Giấy phép lái xe', { applicantRole: 'UNKNOWN' })).toMatchObject({
      paperKind: 'DRIVING_LICENCE',
      satisfiedBy: [],
    });
    expect(read('Giấy chứng sinh')).toMatchObject({ paperKind: 'BIRTH_NOTICE', satisfiedBy: [] });
    expect(read('Giấy khai sinh')).toMatchObject({ paperKind: 'BIRTH_CERTIFICATE', satisfiedBy: [] });
  });

  test('is abolished where the built-in catalogue has abolished it', () => {
    expect(read('Sổ đăng ký hộ khẩu')).toMatchObject({ paperKind: 'HOUSEHOLD_BOOK', condition: 'ABOLISHED' });
  });

  test('text too long to be a name names nothing', () => {
    expect(listedName(`Giấy phép lái xe ${'a'.repeat(600)}`)).toBeUndefined();
    expect(read(`Giấy phép lái xe ${'a'.repeat(600)}`)?.paperKind).toBe(UNMAPPED);
  });
});

describe('a question about an imported procedure', () => {
  const licence = [
    submitted('2026-03-01', '3.000347', [['HA', 'APPLICANT']]),
    issued('2026-03-05', 'KQ.G01.000185', [['HA', 'HOLDER']]),
    ended('ResultReturned', '2026-03-05'),
  ];
  const ask = (procedure: Procedure) =>
    row(
      question(CODE, '2026-10-01', [['APPLICANT', 'HA']]),
      world({ facts: [['D', licence]], catalogue: catalogueWith(procedure) }),
      1,
    );

  test('is answered from what the State holds of its applicant', () => {
    expect(ask(imported()).status).toBe('HELD_ORIGINAL_MUST_BE_SURRENDERED');
    expect(
      ask(imported({ papers: [{ ...asked('Giấy phép lái xe'), requiresOriginalSurrender: false }] })).status,
    ).toBe('HELD');
  });

  test('says missing where it is not sure whose paper is asked for, or which', () => {
    expect(ask(imported({ applicantRole: 'UNKNOWN' })).status).toBe('MISSING');
    expect(ask(imported({ papers: [asked('Giấy phép gì đó')] })).status).toBe('MISSING');
  });

  test('a dossier of an imported procedure whose applicant may act for others gives him nothing', () => {
    const child = [
      submitted('2026-03-01', CODE, [['HA', 'APPLICANT']]),
      component('2026-03-01', { paperKind: 'ID_CARD' }, [['HA', 'APPLICANT']]),
      ended('ResultReturned', '2026-03-05'),
    ];
    const answer = (applicantRole: Procedure['applicantRole']) =>
      row(
        question('1.001612', '2026-10-01', [['APPLICANT', 'HA']]),
        world({ facts: [['D', child]], catalogue: catalogueWith(imported({ applicantRole })) }),
        2,
      ).status;
    expect(answer('UNKNOWN')).toBe('CONDITIONAL');
    expect(answer('HOLDER')).toBe('HELD');
  });
});

describe('defects of the catalogue', () => {
  const known = new Agencies([
    { code: 'G04', name: 'Bộ Giao thông vận tải', validTo: '2025-02-28', successors: [], predecessors: [] },
  ]);
  const listed = (catalogue: Catalogue) =>
    catalogueDefects(catalogue, known, '2026-10-01').map(
      ({ procedureCode, code, about }) => `${procedureCode} ${code} ${about}`,
    );

  test('of the built-in one: the household book that 2.000986 still lists', () => {
    expect(listed(CATALOGUE)).toEqual(['2.000986 ABOLISHED_PAPER_LISTED Sổ hộ khẩu']);
  });

  test('of an imported one: its own, abolished papers by alias, codes of agencies that are no more', () => {
    const procedure = imported({
      papers: [asked('Sổ đăng ký hộ khẩu')],
      yields: [{ resultCode: 'KQ.G04.900001', paperKind: null, effect: 'UNKNOWN', validMonths: null }],
      defects: [{ code: 'COUNT_AMBIGUOUS', about: 'Mẫu số 01' }],
    });
    expect(listed(catalogueWith(procedure)).filter((line) => line.startsWith(CODE))).toEqual([
      `${CODE} COUNT_AMBIGUOUS Mẫu số 01`,
      `${CODE} ABOLISHED_PAPER_LISTED Sổ đăng ký hộ khẩu`,
      `${CODE} RESULT_CODE_OF_CLOSED_AGENCY KQ.G04.900001`,
    ]);
  });
});

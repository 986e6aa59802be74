// Every prefilled field of the built-in catalogue has its source when that is held, with the events that prove it.
import { describe, expect, test } from 'vitest';
import type { Role } from '#schemas/generated/events.ts';
import { preCheck } from '#shared/once-only/pre-check.ts';
import type { PrefillSource } from '#shared/once-only/question.ts';
import type { Fact } from '#shared/pure/fact.ts';
import { at, CATALOGUE, type FactOptions, fact, question, world } from '../../support/facts.ts';
import { shared, submitted } from './life.ts';

const DAY = '2026-06-01';
const box = (keyOwner: string) => ({
  keyOwner,
  keyVersion: 1,
  nonce: Buffer.alloc(12),
  box: Buffer.alloc(16),
});

/** A fact with a sealed part about each person whom it concerns. */
function sealed(stated: Fact): Fact {
  const { event } = stated;
  return { ...stated, event: { ...event, sealed: event.concerns.map(({ subjectKey }) => box(subjectKey)) } };
}

const holding = (paperKind: string, number: string, concerns: readonly (readonly [string, Role])[]): Fact =>
  sealed(shared('2026-01-05', { paperKind, number, object: { type: 'PARCEL', key: '11-22' } }, concerns));

const record = (options: Omit<FactOptions, 'at'> = {}): Fact[] => [
  sealed(
    fact(
      'CivilServantRegistered',
      { at: at('2026-01-05'), concerns: [['HA', 'HOLDER']], ...options },
      {
        kind: 'OFFICIAL',
        unit: 'H44',
        position: 'Giáo viên',
        recruitedOn: null,
        status: 'WORKING',
        statusFrom: null,
      },
      'civil-servants',
    ),
  ),
  fact(
    'LeaveStarted',
    { at: at('2026-02-01') },
    { leaveKind: 'MATERNITY', startsOn: '2026-02-01', endsOn: null },
    'civil-servants',
  ),
  fact('Retired', { at: at('2026-05-01') }, { effectiveOn: '2026-05-01', number: '9/QĐ' }, 'civil-servants'),
];

/** HA, her child and her dead father, with all that the catalogue's fields are known from. */
const everything = world({
  facts: [['D', [sealed(submitted('2026-01-02', '1.004873', [['HA', 'APPLICANT']]))]]],
  sharedPapers: new Map([
    [
      'HA',
      [
        holding('MARRIAGE_CERTIFICATE', '71', [
          ['HA', 'HOLDER'],
          ['DUC', 'SPOUSE'],
        ]),
        holding('LAND_CERTIFICATE', 'DD 1', [['HA', 'OWNER']]),
        holding('BIRTH_CERTIFICATE', '7', [
          ['HA', 'CHILD'],
          ['LOC', 'FATHER'],
        ]),
      ],
    ],
    [
      'KHOI',
      [
        holding('BIRTH_NOTICE', '1904', [
          ['KHOI', 'CHILD'],
          ['HA', 'MOTHER'],
        ]),
        holding('BIRTH_CERTIFICATE', '214', [
          ['KHOI', 'CHILD'],
          ['HA', 'MOTHER'],
        ]),
      ],
    ],
    ['LOC', [holding('DEATH_EXTRACT', '34', [['LOC', 'DECEASED']])]],
  ]),
  civilServants: new Map([['CC-1', record()]]),
});

const ASKED = [
  ['APPLICANT', 'HA'],
  ['MOTHER', 'HA'],
  ['FATHER', 'DUC'],
  ['SPOUSE', 'DUC'],
  ['CHILD', 'KHOI'],
  ['DECEASED', 'LOC'],
  ['SELLER', 'SON'],
] as const;

const filled = (procedureCode: string, seen = everything): readonly PrefillSource[] =>
  preCheck(question(procedureCode, DAY, ASKED), seen).prefill;

describe('every prefilled field of the catalogue', () => {
  test.each(CATALOGUE.procedures().map(({ procedureCode, prefill }) => ({ procedureCode, prefill })))(
    'of $procedureCode has its source',
    ({ procedureCode, prefill }) => {
      const sources = filled(procedureCode);
      expect(sources.map(({ field, from }) => ({ field, from }))).toEqual(
        prefill.map(({ field, from }) => ({ field, from })),
      );
      for (const { field, provenance, sealed: places = [], identifierOf } of sources) {
        const proofs = [...provenance, ...places.map(({ proof }) => proof)];
        expect([field, proofs.length > 0 || identifierOf === 'HA']).toEqual([field, true]);
      }
    },
  );

  test('is left out where its source is not held', () => {
    const bare = filled('2.000693', world({}));
    expect(bare.map(({ field }) => field)).toEqual(['personalId']);
  });
});

describe('a value', () => {
  test('from a paper is proved as that paper is', () => {
    const answer = preCheck(question('1.004222', DAY, ASKED), everything);
    const dwelling = answer.papers.find(({ held }) => held?.paperKind === 'LAND_CERTIFICATE')?.held;
    expect(answer.prefill.find(({ field }) => field === 'parcel')).toMatchObject({
      value: '11-22',
      provenance: dwelling?.provenance,
    });
  });

  test('from a record is proved by the fact of the record that says it', () => {
    const types = (field: string) =>
      filled('2.000693')
        .find((source) => source.field === field)
        ?.provenance.map(({ type }) => type);
    expect(types('leaveFrom')).toEqual(['vn.gov.civil-servants.leave-started.v1']);
    expect(types('agency')).toEqual(['vn.gov.civil-servants.civil-servant-registered.v1']);
  });

  test('of a leave is that of the leave for a child, where one is called so', () => {
    const annual = fact(
      'LeaveStarted',
      { at: at('2026-05-10') },
      { leaveKind: 'ANNUAL', startsOn: '2026-05-10', endsOn: null },
      'civil-servants',
    );
    const seen = { ...everything, civilServants: new Map([['CC-1', [...record(), annual]]]) };
    expect(filled('2.000693', seen).find(({ field }) => field === 'leaveFrom')?.value).toBe('2026-02-01');
  });

  test('comes from the record of which was heard last, in whatever order records are read', () => {
    const moved = record({ agency: 'H05' }).map((each) => ({
      ...each,
      event: { ...each.event, occurredAt: at('2026-05-20') },
    }));
    for (const records of [
      [
        ['CC-1', record()],
        ['CC-2', moved],
      ],
      [
        ['CC-2', moved],
        ['CC-1', record()],
      ],
    ] as const) {
      const seen = { ...everything, civilServants: new Map<string, readonly Fact[]>(records) };
      const [proof] = filled('2.000693', seen).find(({ field }) => field === 'agency')?.provenance ?? [];
      expect(proof?.source).toBe('/agencies/H05/events');
    }
  });
});

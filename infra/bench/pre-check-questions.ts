/** What is asked about a household, and what must be answered: worked out by hand from its fate and the rules. */
import { type Fate, fateOf, type Member, personOf, tokenOf } from './pre-check-households.ts';

const ON = '2025-12-20';

type Asked = readonly [role: string, member: Member];

/** Statuses of the rows, each with the number of the paper that answers; `#` stands for the household's token. */
type Expected = readonly string[];

interface Kind {
  readonly procedureCode: string;
  readonly subjects: readonly Asked[];
  readonly plain: Expected;
  /** Where a fate changes the answer. */
  readonly fated?: Partial<Readonly<Record<Fate, Expected>>>;
}

const FORM = 'NOT_REUSABLE';

const KINDS: readonly Kind[] = [
  {
    procedureCode: '1.001193',
    subjects: [
      ['APPLICANT', 'MOTHER'],
      ['MOTHER', 'MOTHER'],
      ['FATHER', 'FATHER'],
    ],
    plain: [FORM, 'HELD #/MOTHER', 'HELD', 'HELD #/MOTHER'],
    fated: {
      MARRIAGE_REVOKED: [FORM, 'HELD #/MOTHER', 'STALE/REVOKED', 'HELD #/MOTHER'],
      // The copy that was handed in at the one-stop shop is still there.
      NOTICE_RETRACTED: [FORM, 'HELD #/0', 'HELD', 'HELD #/MOTHER'],
    },
  },
  {
    procedureCode: '1.004222',
    subjects: [['APPLICANT', 'FATHER']],
    plain: [FORM, 'HELD #/KQ', 'HELD #/KQ'],
    fated: {
      LAND_DISPUTED: [FORM, 'STALE/DISPUTED #/KQ', 'HELD #/KQ'],
      BIRTH_OPEN: [FORM, 'HELD #/KQ', 'HELD'],
      NUMBER_CORRECTED: [FORM, 'HELD #/SD', 'HELD #/KQ'],
    },
  },
  {
    procedureCode: '2.000821',
    subjects: [
      ['APPLICANT', 'FATHER'],
      ['DECEASED', 'ELDER'],
    ],
    plain: [FORM, 'HELD #/KQ'],
    fated: { DEATH_UNPROVEN: [FORM, 'MISSING'] },
  },
  {
    procedureCode: '1.001456',
    subjects: [
      ['APPLICANT', 'MOTHER'],
      ['CHILD', 'CHILD'],
    ],
    plain: [FORM, 'HELD #/KQ'],
    fated: { BIRTH_OPEN: [FORM, 'UNSETTLED/RELATION_UNPROVEN'] },
  },
  {
    procedureCode: '3.000347',
    subjects: [['APPLICANT', 'MOTHER']],
    plain: [FORM, 'HELD #/MOTHER', 'HELD_ORIGINAL_MUST_BE_SURRENDERED #/KQ'],
  },
  {
    procedureCode: '1.000894',
    subjects: [
      ['APPLICANT', 'MOTHER'],
      ['SPOUSE', 'FATHER'],
    ],
    plain: [FORM, 'STALE/SUPERSEDED', 'HELD #/MOTHER'],
  },
  { procedureCode: '2.000635', subjects: [['APPLICANT', 'MOTHER']], plain: [FORM] },
  {
    procedureCode: '3.000333',
    subjects: [['APPLICANT', 'FATHER']],
    plain: [FORM, 'HELD #/FATHER', 'CONDITIONAL'],
  },
];

export const QUESTION_KINDS = KINDS.length;

export interface AskedQuestion {
  readonly body: string;
  readonly expected: Expected;
}

/** A question about a household; as known at an instant, its fate has not befallen it yet. */
export function questionOf(household: number, kind: number, knownAt?: string): AskedQuestion {
  const asked = KINDS[kind % KINDS.length];
  if (asked === undefined) throw new Error('there is no such question');
  const fate = isToldAtFirst(fateOf(household)) || knownAt === undefined ? fateOf(household) : 'PLAIN';
  const subjects = asked.subjects.map(([role, member]) => ({ role, ...personOf(household, member) }));
  const expected = asked.fated?.[fate] ?? asked.plain;
  return {
    body: JSON.stringify({ procedureCode: asked.procedureCode, subjects, on: ON, knownAt }),
    expected: expected.map((row) => row.replace('#', tokenOf(household))),
  };
}

/** Fates that are part of what is told at first; the others come later. */
function isToldAtFirst(fate: Fate): boolean {
  return fate === 'BIRTH_OPEN' || fate === 'DEATH_UNPROVEN';
}

interface Answer {
  readonly papers: readonly {
    readonly status: string;
    readonly reason?: string;
    readonly held?: { readonly number?: string };
  }[];
}

/** What an answer says of the rows, in the words of `expected`. */
export function saidIn(answer: string): Expected {
  const { papers }: Answer = JSON.parse(answer);
  return papers.map(({ status, reason, held }) =>
    [reason === undefined ? status : `${status}/${reason}`, held?.number ?? []].flat().join(' '),
  );
}

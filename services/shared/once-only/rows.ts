/** One required paper of a procedure, answered (rules.md 14–17, 22). */
import { addDays } from '#shared/pure/time.ts';
import type { Procedure, RequiredPaper } from './catalogue.ts';
import { hintOfRow } from './hint-of.ts';
import { answersFor } from './holding.ts';
import { type Bench, type Demand, isCandidateOn, judgePaper } from './judge.ts';
import { compareText } from './order.ts';
import type { KnownPaper } from './paper.ts';
import type { AnsweredPaper, Hint, JudgedPaper, PaperStatus, Question, Reason } from './question.ts';
import { isRelationProved } from './relation.ts';
import { useOf, usesOf } from './single-use.ts';
import { isInScope } from './validity-scope.ts';

/** Answers a row; the roles that it needs are in the question. */
export function answerRow(
  row: RequiredPaper,
  procedure: Procedure,
  question: Question,
  bench: Bench,
): AnsweredPaper {
  if (row.condition === 'NEVER') return answered(row, 'NOT_REUSABLE', []);
  const about = subjectsAbout(row.aboutRole, question);
  const { candidates, passedOver } = candidatesFor(row, about, question, bench);
  if (!isAllowed(row, about, candidates, question, bench)) {
    return answered(row, 'UNSETTLED', ['RELATION_UNPROVEN']);
  }
  const demand = demandOf(row, procedure, question);
  const judged = candidates.map((paper) => judgePaper(paper, about, demand, bench)).sort(compareJudged);
  const [best, ...others] = judged;
  if (best === undefined) {
    const missing = answered(row, isConditional(row) ? 'CONDITIONAL' : 'MISSING', []);
    return passedOver === undefined || isConditional(row) ? missing : { ...missing, hint: passedOver };
  }
  return { ...answered(row, best.status, best.reasons), held: best.held, others };
}

/** Whether the row's paper must be brought (rules.md 22). */
export function mustBring(row: RequiredPaper, answer: AnsweredPaper, question: Question): boolean {
  switch (answer.status) {
    case 'MISSING':
    case 'NOT_REUSABLE':
    case 'HELD_ORIGINAL_MUST_BE_SURRENDERED':
      return true;
    case 'STALE':
      return row.condition !== 'IF_NOT_EXPLOITABLE' && row.condition !== 'ABOLISHED';
    case 'CONDITIONAL':
      return row.condition !== 'ABOLISHED' && question.applies.includes(row.ordinal);
    case 'HELD':
    case 'HELD_EXPIRING':
    case 'UNSETTLED':
      return false;
    default:
      return answer.status satisfies never;
  }
}

/** The roles that a row asks about: PARENTS means both. */
export function rolesAbout(aboutRole: string): readonly string[] {
  return aboutRole === 'PARENTS' ? ['FATHER', 'MOTHER'] : [aboutRole];
}

function subjectsAbout(aboutRole: string, question: Question): string[] {
  const roles = rolesAbout(aboutRole);
  return question.subjects
    .filter((subject) => roles.includes(subject.role))
    .map((subject) => subject.subjectKey);
}

interface Candidates {
  readonly candidates: readonly KnownPaper[];
  /** Why a paper that would answer does not. */
  readonly passedOver?: Hint;
}

/** Those that would answer, without what comes from another issuer than the row asks for, or is used up. */
function candidatesFor(
  row: RequiredPaper,
  about: readonly string[],
  question: Question,
  bench: Bench,
): Candidates {
  const wouldAnswer = bench.papers.filter((paper) => isCandidate(paper, row, about, question));
  const { agencies } = bench.world;
  const inScope = wouldAnswer.filter(({ issuerCode }) =>
    isInScope(issuerCode, row, question.agency, agencies),
  );
  const uses = row.singleUse && inScope.length > 0 ? usesOf(bench) : [];
  const used = inScope.flatMap((paper) => useOf(paper, uses) ?? []);
  const candidates = inScope.filter((paper) => useOf(paper, uses) === undefined);
  const [use] = used.map(({ dossierCode }) => dossierCode).sort(compareText);
  if (use !== undefined) return { candidates, passedOver: { code: 'USED_UP', about: use } };
  if (inScope.length === wouldAnswer.length) return { candidates };
  const [issuer] = wouldAnswer.flatMap(({ issuerCode }) => issuerCode ?? []).sort(compareText);
  return { candidates, passedOver: { code: 'OTHER_ISSUER', ...(issuer !== undefined && { about: issuer }) } };
}

function isCandidate(
  paper: KnownPaper,
  row: RequiredPaper,
  about: readonly string[],
  question: Question,
): boolean {
  if (!row.satisfiedBy.includes(paper.paperKind) || !isCandidateOn(paper, question.on)) return false;
  if (row.perObject && question.object !== undefined && !isAbout(paper, question.object)) return false;
  const answers = (subjectKey: string): boolean => answersFor(paper, row.paperKind, subjectKey);
  return row.aboutRole === 'PARENTS' ? about.every(answers) : about.some(answers);
}

function isAbout(paper: KnownPaper, object: { readonly type: string; readonly key: string }): boolean {
  return paper.stated.object?.type === object.type && paper.stated.object.key === object.key;
}

/** Papers of another person than the applicant need a proved relation or a stated legal basis. */
function isAllowed(
  row: RequiredPaper,
  about: readonly string[],
  candidates: readonly KnownPaper[],
  question: Question,
  bench: Bench,
): boolean {
  if (question.legalBasis !== undefined) return true;
  const applicants = question.subjects
    .filter((subject) => subject.role === 'APPLICANT')
    .map((subject) => subject.subjectKey);
  if (row.aboutRole === 'SELLER' && question.object !== undefined) return true;
  if (row.aboutRole === 'PARENTS' && about.some((subjectKey) => applicants.includes(subjectKey))) return true;
  return about.every(
    (other) =>
      applicants.includes(other) ||
      applicants.some((applicant) => isRelationProved(applicant, other, candidates, bench)),
  );
}

/** What a row demands of a paper beyond validity. */
export function demandOf(row: RequiredPaper, procedure: Procedure, question: Pick<Question, 'on'>): Demand {
  return {
    ...(row.maxAgeMonths !== null && { maxAgeMonths: row.maxAgeMonths }),
    lastsUntil: addDays(question.on, procedure.processingDays),
    requiresOriginalSurrender: row.requiresOriginalSurrender,
  };
}

const PREFERENCE: readonly PaperStatus[] = [
  'HELD',
  'HELD_EXPIRING',
  'HELD_ORIGINAL_MUST_BE_SURRENDERED',
  'UNSETTLED',
  'STALE',
];

/** The better status first; of equal ones the newest paper. */
function compareJudged(left: JudgedPaper, right: JudgedPaper): number {
  const byStatus = PREFERENCE.indexOf(left.status) - PREFERENCE.indexOf(right.status);
  if (byStatus !== 0) return byStatus;
  if (left.held.issuedOn !== right.held.issuedOn) return left.held.issuedOn < right.held.issuedOn ? 1 : -1;
  return compareText(right.held.paperId, left.held.paperId);
}

function isConditional(row: RequiredPaper): boolean {
  return (
    row.condition === 'IF_NOT_EXPLOITABLE' ||
    row.condition === 'IF_APPLICABLE' ||
    row.condition === 'ABOLISHED'
  );
}

function answered(row: RequiredPaper, status: PaperStatus, reasons: readonly Reason[]): AnsweredPaper {
  const [reason] = reasons;
  return {
    ordinal: row.ordinal,
    name: row.name,
    ...(row.nameEn !== null && { nameEn: row.nameEn }),
    paperKind: row.paperKind,
    aboutRole: row.aboutRole,
    status,
    ...(reason !== undefined && { reason }),
    reasons,
    ...(row.legalBasis !== null && { legalBasis: row.legalBasis }),
    hint: hintOfRow(row, status, reason),
    others: [],
  };
}

/** Rules 14 to 16, 22, 23 and 26: the answer to a question, row by row. */
import type { ProcedurePublishedData, RequiredPaper } from '#schemas/generated/events.ts';
import type { PaperStatus, Question, Reason } from '#shared/once-only/question.ts';
import type { Instant } from '#shared/pure/time.ts';
import type { Asked, Said, SaidPaper, SaidRow, Told } from '../told.ts';
import { versionOn } from './catalogue.ts';
import { rule1IsCandidate, rule3LastDay, rule17Reasons, type Sight, signerOf } from './judging.ts';
import { type Knowledge, knowledgeAt } from './knowledge.ts';
import { type KnownPaper, rule13Answers } from './papers.ts';
import { daysLater } from './time.ts';

const UNSETTLED: ReadonlySet<Reason> = new Set([
  'RELATION_UNPROVEN',
  'IDENTITY_CONFLICT',
  'DEAD_LETTER_OPEN',
  'COMPLETED_UNPROVEN',
]);

/** The order of domain.md 5. */
const BEST_FIRST: readonly PaperStatus[] = [
  'HELD',
  'HELD_EXPIRING',
  'HELD_ORIGINAL_MUST_BE_SURRENDERED',
  'UNSETTLED',
  'STALE',
];

interface Candidate {
  readonly known: KnownPaper;
  readonly status: PaperStatus;
  readonly reasons: readonly Reason[];
}

interface RowQuestion {
  readonly row: RequiredPaper;
  readonly procedure: ProcedurePublishedData;
  readonly question: Question;
  readonly knowledge: Knowledge;
  readonly persons: readonly string[];
}

/** Rules 4 and 17: the status that the reasons make, and for a held paper what the row makes of it. */
function rule17Status(
  known: KnownPaper,
  reasons: readonly Reason[],
  sight: Sight,
  row?: RowQuestion,
): PaperStatus {
  const [first] = reasons;
  if (first !== undefined) return UNSETTLED.has(first) ? 'UNSETTLED' : 'STALE';
  if (row === undefined) return 'HELD';
  if (row.row.requiresOriginalSurrender) return 'HELD_ORIGINAL_MUST_BE_SURRENDERED';
  const last = rule3LastDay(known, sight);
  const needed = daysLater(sight.on, row.procedure.processingDays);
  return last !== undefined && last < needed ? 'HELD_EXPIRING' : 'HELD';
}

/** Rule 14: whom a row asks about; nobody where the question names no such role. */
function rule14Persons({ subjects }: Question, aboutRole: string): readonly string[] | undefined {
  const roles = aboutRole === 'PARENTS' ? ['FATHER', 'MOTHER'] : [aboutRole];
  const isNamed = roles.every((role) => subjects.some((subject) => subject.role === role));
  if (!isNamed) return undefined;
  return subjects.filter(({ role }) => roles.includes(role)).map(({ subjectKey }) => subjectKey);
}

function sightOf({ question, row, persons }: RowQuestion): Sight {
  return { on: question.on, persons, maxAgeMonths: row.maxAgeMonths };
}

/** Rule 14: of PARENTS both; of several persons in one role any. */
function rule14Answers({ row, persons }: RowQuestion, answers: (person: string) => boolean): boolean {
  return row.aboutRole === 'PARENTS' ? persons.every(answers) : persons.some(answers);
}

/** Rules 13 and 15: papers of a kind that satisfies, that answer for everybody asked about, with the object. */
function rule15Candidates(asked: RowQuestion): readonly KnownPaper[] {
  const { row, question, knowledge } = asked;
  const { object } = question;
  return knowledge.papers.filter(
    (known) =>
      row.satisfiedBy.includes(known.kind) &&
      rule1IsCandidate(known, question.on) &&
      rule14Answers(asked, (person) => rule13Answers(known, person, row.paperKind)) &&
      (!row.perObject ||
        object === undefined ||
        (known.paper.object?.type === object.type && known.paper.object.key === object.key)),
  );
}

/** Rule 16: for whom a relation must be proved. */
function rule16Needed({ row, question, persons }: RowQuestion, applicant: string): readonly string[] {
  if (question.legalBasis !== undefined) return [];
  if (row.aboutRole === 'SELLER' && question.object !== undefined) return [];
  if (row.aboutRole === 'PARENTS' && persons.includes(applicant)) return [];
  return persons.filter((person) => person !== applicant);
}

const PROVES = new Set(['MARRIAGE_CERTIFICATE', 'BIRTH_CERTIFICATE', 'DEATH_EXTRACT']);
const RELATED = new Set(['HOLDER', 'SPOUSE', 'CHILD', 'FATHER', 'MOTHER', 'DECEASED']);

/** Rule 16: a candidate itself names the applicant, or one held civil-status paper names both. */
function rule16IsProved(
  { knowledge, question }: RowQuestion,
  applicant: string,
  other: string,
  candidates: readonly KnownPaper[],
): boolean {
  const names = (known: KnownPaper, person: string): boolean =>
    known.concerns.some(({ subjectKey, role }) => subjectKey === person && RELATED.has(role));
  const sight = { on: question.on, persons: [applicant, other], maxAgeMonths: null };
  return (
    candidates.some(({ concerns }) =>
      [applicant, other].every((person) => concerns.some(({ subjectKey }) => subjectKey === person)),
    ) ||
    knowledge.papers.some(
      (known) =>
        PROVES.has(known.kind) &&
        rule1IsCandidate(known, question.on) &&
        names(known, applicant) &&
        names(known, other) &&
        rule17Reasons(known, knowledge, sight).length === 0,
    )
  );
}

/** Rule 22: without a candidate. */
function rule22Status({ condition }: RequiredPaper): PaperStatus {
  return ['IF_NOT_EXPLOITABLE', 'IF_APPLICABLE', 'ABOLISHED'].includes(condition) ? 'CONDITIONAL' : 'MISSING';
}

function empty(ordinal: number, status: PaperStatus, reasons: readonly Reason[] = []): SaidRow {
  return { ordinal, status, best: [], reasons, candidates: [] };
}

/** Rule 17: the best candidate answers; of equal ones the newest. */
function bestFirst(one: Candidate, other: Candidate): number {
  const byStatus = BEST_FIRST.indexOf(one.status) - BEST_FIRST.indexOf(other.status);
  if (byStatus !== 0) return byStatus;
  if (one.known.issuedOn === other.known.issuedOn) return 0;
  return one.known.issuedOn > other.known.issuedOn ? -1 : 1;
}

function answerRow(asked: RowQuestion): SaidRow {
  const { row, question, knowledge } = asked;
  const sight = sightOf(asked);
  const papers = rule15Candidates(asked);
  const applicant = rule14Persons(question, 'APPLICANT')?.[0] ?? '';
  if (!rule16Needed(asked, applicant).every((other) => rule16IsProved(asked, applicant, other, papers))) {
    return empty(row.ordinal, 'UNSETTLED', ['RELATION_UNPROVEN']);
  }
  const candidates = papers
    .map((known): Candidate => {
      const reasons = rule17Reasons(known, knowledge, sight);
      return { known, reasons, status: rule17Status(known, reasons, sight, asked) };
    })
    .sort(bestFirst);
  const [best] = candidates;
  if (best === undefined) return empty(row.ordinal, rule22Status(row));
  const text = (one: Candidate): string => JSON.stringify(say(one, knowledge, sight));
  return {
    ordinal: row.ordinal,
    status: best.status,
    best: candidates.filter((each) => bestFirst(each, best) === 0).map(text),
    reasons: [],
    candidates: candidates.map(text).sort(),
  };
}

function say({ known, status, reasons }: Candidate, knowledge: Knowledge, sight: Sight): SaidPaper {
  const { paper } = known;
  return {
    status,
    reason: reasons[0] ?? null,
    reasons,
    origin: known.origin,
    kind: known.kind,
    resultCode: paper.resultCode,
    number: paper.number,
    issuer: known.issuer ?? null,
    issuedOn: known.issuedOn,
    validTo: rule3LastDay(known, sight) ?? null,
    signer: signerOf(known, knowledge),
    object: paper.object === null ? null : `${paper.object.type} ${paper.object.key}`,
    dossierCode: known.dossierCode ?? null,
    documentKey: paper.documentKey,
    concerns: known.concerns.map(({ subjectKey, role }) => `${subjectKey} ${role}`).sort(),
  };
}

/** domain.md 5 and rule 22: what is to be brought. */
function rule22ToBring(
  { status, ordinal }: SaidRow,
  { condition }: RequiredPaper,
  { applies }: Question,
): boolean {
  switch (status) {
    case 'MISSING':
    case 'NOT_REUSABLE':
    case 'HELD_ORIGINAL_MUST_BE_SURRENDERED':
      return true;
    case 'STALE':
      return condition !== 'IF_NOT_EXPLOITABLE' && condition !== 'ABOLISHED';
    case 'CONDITIONAL':
      return condition !== 'ABOLISHED' && applies.includes(ordinal);
    default:
      return false;
  }
}

function preCheck(question: Question, knowledge: Knowledge): Said {
  const procedure = versionOn(knowledge.catalogue, question.procedureCode, question.on);
  if (procedure === undefined) return { refused: 'PROCEDURE_UNKNOWN' };
  const rows: SaidRow[] = [];
  const toBring: number[] = [];
  for (const row of procedure.papers) {
    const persons = rule14Persons(question, row.aboutRole);
    if (persons === undefined && row.condition === 'IF_ROLE') continue;
    if (persons === undefined) return { refused: 'ROLE_MISSING' };
    const said =
      row.condition === 'NEVER'
        ? empty(row.ordinal, 'NOT_REUSABLE')
        : answerRow({ row, procedure, question, knowledge, persons });
    rows.push(said);
    if (rule22ToBring(said, row, question)) toBring.push(row.ordinal);
  }
  return { rows, toBring, avoidable: rule23Avoidable(procedure, question, knowledge) };
}

/** Rule 23: the held papers of the kinds that make the procedure needless. */
function rule23Avoidable(
  { avoidable, avoidableBy }: ProcedurePublishedData,
  question: Question,
  knowledge: Knowledge,
): readonly string[] | null {
  if (!avoidable) return null;
  const persons = rule14Persons(question, 'APPLICANT') ?? [];
  const sight: Sight = { on: question.on, persons, maxAgeMonths: null };
  return knowledge.papers
    .filter(({ kind }) => avoidableBy.includes(kind) || avoidableBy.includes('*'))
    .filter(
      (known) => rule1IsCandidate(known, question.on) && persons.some((one) => rule13Answers(known, one)),
    )
    .filter((known) => rule17Reasons(known, knowledge, sight).length === 0)
    .map((known) => JSON.stringify(say({ known, reasons: [], status: 'HELD' }, knowledge, sight)))
    .sort();
}

/** Rule 26: the papers that answer for the person in any role, with the statuses of the pre-check. */
function papersOf({ subjectKey, on }: Extract<Asked, { kind: 'PAPERS' }>, knowledge: Knowledge): Said {
  const sight: Sight = { on, persons: [subjectKey], maxAgeMonths: null };
  const papers = knowledge.papers
    .filter((known) => rule1IsCandidate(known, on) && rule13Answers(known, subjectKey))
    .map((known) => {
      const reasons = rule17Reasons(known, knowledge, sight);
      const candidate = { known, reasons, status: rule17Status(known, reasons, sight) };
      return JSON.stringify(say(candidate, knowledge, sight));
    });
  return { papers: papers.sort() };
}

/** The oracle: answers by brute force over everything that was told. What was known of whom is remembered. */
export function createOracle(told: Told): (asked: Asked) => Said {
  const remembered = new Map<string, Knowledge>();
  const know = (knownAt: Instant, persons: readonly string[]): Knowledge => {
    const name = `${knownAt} ${persons.join(' ')}`;
    const knowledge = remembered.get(name) ?? knowledgeAt(told, knownAt, persons);
    remembered.set(name, knowledge);
    return knowledge;
  };
  return (asked) => {
    if (asked.kind === 'PAPERS') return papersOf(asked, know(asked.knownAt, [asked.subjectKey]));
    const { question } = asked;
    const persons = question.subjects.map(({ subjectKey }) => subjectKey);
    const knowledge = know(question.knownAt, persons);
    const subjects = question.subjects.map(({ role, subjectKey }) => ({
      role,
      subjectKey: knowledge.nameOf(subjectKey),
    }));
    return preCheck({ ...question, subjects }, knowledge);
  };
}

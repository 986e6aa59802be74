/** The one question above all others: what must these persons still bring for this procedure? */
import type { Fault } from '#shared/pure/fault.ts';
import { type Procedure, type RequiredPaper, rowsOn } from './catalogue.ts';
import { answersAnywhere } from './holding.ts';
import { type Bench, isCandidateOn, judgePaper, newestFirst } from './judge.ts';
import { papersOfWorld } from './papers-of-world.ts';
import { prefillSources } from './prefill.ts';
import type { AnsweredPaper, AskedSubject, PreCheckAnswer, Question, ShownPaper } from './question.ts';
import { answerRow, mustBring, rolesAbout } from './rows.ts';
import { needsAgency } from './validity-scope.ts';
import { type World, worldAskedAbout } from './world.ts';

export type QuestionFaultCode = 'PROCEDURE_UNKNOWN' | 'ROLE_MISSING' | 'AGENCY_MISSING';

/** A question that cannot be answered as it was put. */
export class QuestionFault extends Error {
  readonly code: QuestionFaultCode;
  readonly faults: readonly Fault[];

  constructor(code: QuestionFaultCode, faults: readonly Fault[]) {
    super(`the question cannot be answered: ${code}`);
    this.name = 'QuestionFault';
    this.code = code;
    this.faults = faults;
  }
}

/**
 * Answers the question from the facts at hand.
 * @throws QuestionFault PROCEDURE_UNKNOWN if no version is in force on the day; ROLE_MISSING naming every role that
 * lacks, else AGENCY_MISSING, with all faults.
 */
export function preCheck(asked: Question, known: World): PreCheckAnswer {
  const world = worldAskedAbout(
    known,
    asked.subjects.map(({ subjectKey }) => subjectKey),
  );
  const question = { ...asked, subjects: personsAsked(asked, world) };
  const procedure = procedureOf(question, world);
  const inForce = rowsOn(procedure, question.on);
  refuseIncomplete(inForce, question);
  const papers = papersOfWorld(world, question.knownAt);
  const bench: Bench = { world, papers, on: question.on, knownAt: question.knownAt };
  const rows = inForce.filter((row) => !isLeftOut(row, question));
  const answers = rows.map((row) => ({ row, answer: answerRow(row, procedure, question, bench) }));
  const toBring = answers.filter(({ row, answer }) => mustBring(row, answer, question));
  const shown = answers.map(({ answer }) => answer);
  return {
    procedure: {
      code: procedure.procedureCode,
      name: procedure.procedureName,
      ...(procedure.nameEn !== null && { nameEn: procedure.nameEn }),
      validFrom: procedure.validFrom,
    },
    papers: shown,
    toBring: toBring.map(({ row }) => row.ordinal),
    ...(procedure.avoidable && { avoidable: { held: avoidableBy(procedure, question, bench) } }),
    prefill: prefillSources(procedure, question, shown, bench),
    counts: { required: rows.length, held: shown.filter(isHeld).length, toBring: toBring.length },
  };
}

/** Who is asked about twice, by two identifiers, is one person. */
function personsAsked({ subjects }: Question, { links }: World): AskedSubject[] {
  return subjects.map(({ role, subjectKey }) => ({ role, subjectKey: links.personOf(subjectKey) }));
}

function procedureOf(question: Question, world: World): Procedure {
  const procedure = world.catalogue.procedureOn(question.procedureCode, question.on);
  if (procedure !== undefined) return procedure;
  throw new QuestionFault('PROCEDURE_UNKNOWN', [
    {
      pointer: '/procedureCode',
      code: 'PROCEDURE_UNKNOWN',
      expected: `a procedure in force on ${question.on}`,
      hint:
        world.catalogue.procedures().length === 0
          ? 'the hub knew no procedure by knownAt: ask for a later one'
          : 'GET /v1/procedures?query= lists them',
    },
  ]);
}

type Row = RequiredPaper;

function missingRoles(row: Row, question: Question): string[] {
  const given = new Set<string>(question.subjects.map((subject) => subject.role));
  return rolesAbout(row.aboutRole).filter((role) => !given.has(role));
}

function isLeftOut(row: Row, question: Question): boolean {
  return row.condition === 'IF_ROLE' && missingRoles(row, question).length > 0;
}

function refuseIncomplete(rows: readonly Row[], question: Question): void {
  const roles = roleFaults(rows, question);
  const agency = agencyFaults(
    rows.filter((row) => !isLeftOut(row, question)),
    question,
  );
  if (roles.length > 0) throw new QuestionFault('ROLE_MISSING', [...roles, ...agency]);
  if (agency.length > 0) throw new QuestionFault('AGENCY_MISSING', agency);
}

function roleFaults(rows: readonly Row[], question: Question): Fault[] {
  const needed = rows.filter((row) => row.condition !== 'IF_ROLE');
  const missing = new Set(
    ['APPLICANT'].filter((role) => !question.subjects.some((each) => each.role === role)),
  );
  for (const row of needed) for (const role of missingRoles(row, question)) missing.add(role);
  return [...missing].map((role) => ({
    pointer: '/subjects',
    code: 'ROLE_MISSING',
    expected: `a subject in the role ${role}`,
    hint: `add {"role": "${role}", "type": "PERSON", "id": "…"} to subjects`,
  }));
}

function agencyFaults(rows: readonly Row[], question: Question): Fault[] {
  const narrow = rows.filter(needsAgency).map(({ ordinal }) => ordinal);
  if (question.agency !== undefined || narrow.length === 0) return [];
  return [
    {
      pointer: '/agency',
      code: 'AGENCY_MISSING',
      expected: `the agency that handles the dossier: papers ${narrow.join(', ')} count by their issuer`,
      hint: 'add "agency": "H44.150"',
    },
  ];
}

function isHeld(answer: Pick<AnsweredPaper, 'status'>): boolean {
  return answer.status.startsWith('HELD');
}

/** Held papers of the applicant that make an avoidable procedure needless. */
function avoidableBy(procedure: Procedure, question: Question, bench: Bench): ShownPaper[] {
  const applicants = question.subjects.filter((subject) => subject.role === 'APPLICANT');
  const kinds = procedure.avoidableBy;
  return bench.papers
    .filter(
      (paper) => (kinds.includes('*') || kinds.includes(paper.paperKind)) && isCandidateOn(paper, bench.on),
    )
    .filter((paper) => applicants.some(({ subjectKey }) => answersAnywhere(paper, subjectKey)))
    .map((paper) =>
      judgePaper(
        paper,
        applicants.map((each) => each.subjectKey),
        {},
        bench,
      ),
    )
    .filter(isHeld)
    .sort(newestFirst)
    .map((judged) => judged.held);
}

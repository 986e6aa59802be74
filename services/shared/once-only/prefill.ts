/** Fields of the form that the hub can fill in, each with where its value is known from. */
import type { Role } from '#schemas/generated/events.ts';
import { isFactOf } from '#shared/pure/fact.ts';
import type { Procedure } from './catalogue.ts';
import type { Bench } from './judge.ts';
import { comparePlaces } from './order.ts';
import type { KnownPaper } from './paper.ts';
import { type PersonnelRecord, recordOf, recordSource } from './prefill-record.ts';
import { type Source, sealedIn } from './prefill-source.ts';
import type { AnsweredPaper, PrefillSource, Question } from './question.ts';
import { standingFacts } from './standing.ts';

/** Sources for the procedure's prefilled fields; a field whose source is not held is left out. */
export function prefillSources(
  procedure: Procedure,
  question: Question,
  answers: readonly AnsweredPaper[],
  bench: Bench,
): PrefillSource[] {
  const applicant = question.subjects.find((subject) => subject.role === 'APPLICANT')?.subjectKey;
  if (applicant === undefined) return [];
  const form = { applicant, question, answers, bench, record: recordOf(applicant, bench) };
  return procedure.prefill.flatMap(({ field, from }) => {
    const source = sourceOf(field, from, form);
    return source === undefined ? [] : [{ field, from, ...source }];
  });
}

interface Form {
  readonly applicant: string;
  readonly question: Question;
  readonly answers: readonly AnsweredPaper[];
  readonly bench: Bench;
  readonly record: PersonnelRecord | undefined;
}

function sourceOf(field: string, from: string, form: Form): Source | undefined {
  const { applicant, record, bench } = form;
  if (from === 'identity of the applicant') {
    return field === 'personalId' ? { identifierOf: applicant, provenance: [] } : nameOf(form);
  }
  if (from === 'civil-servants') {
    return record === undefined ? undefined : recordSource(field, applicant, record, bench);
  }
  const [paperKind = '', aboutRole] = from.split(' of ');
  const held = heldPaper(paperKind, aboutRole, form);
  return held === undefined ? undefined : paperSource(field, held, form);
}

interface HeldPaper {
  readonly paper: KnownPaper;
  /** As the answer proves it. */
  readonly provenance: PrefillSource['provenance'];
}

function heldPaper(
  paperKind: string,
  aboutRole: string | undefined,
  { answers, bench }: Form,
): HeldPaper | undefined {
  const held = answers.find(
    (answer) =>
      answer.status.startsWith('HELD') &&
      answer.held?.paperKind === paperKind &&
      (aboutRole === undefined || answer.aboutRole === aboutRole),
  )?.held;
  const paper = bench.papers.find(({ paperId }) => paperId === held?.paperId);
  return held === undefined || paper === undefined ? undefined : { paper, provenance: held.provenance };
}

/** Fields that a paper says in the clear, and sealed ones with the role whose part holds them. */
const CLEAR: Readonly<Record<string, (paper: KnownPaper) => string | null | undefined>> = {
  marriageNumber: (paper) => paper.stated.number,
  landCertificateNumber: (paper) => paper.stated.number,
  deathExtractNumber: (paper) => paper.stated.number,
  parcel: ({ stated: { object } }) => (object?.type === 'PARCEL' ? object.key : undefined),
};
const SEALED: Readonly<Record<string, { readonly role: Role; readonly personalField: string }>> = {
  birthDate: { role: 'CHILD', personalField: 'birthDate' },
  birthPlace: { role: 'CHILD', personalField: 'birthPlace' },
  childBirthDate: { role: 'CHILD', personalField: 'birthDate' },
  deathDate: { role: 'DECEASED', personalField: 'deathDate' },
};

function paperSource(
  field: string,
  { paper, provenance }: HeldPaper,
  { question, bench }: Form,
): Source | undefined {
  if (field === 'childPersonalId') {
    const child = question.subjects.find((subject) => subject.role === 'CHILD');
    return child === undefined ? undefined : { identifierOf: child.subjectKey, provenance };
  }
  const value = CLEAR[field]?.(paper);
  if (value != null) return { value, provenance };
  const part = SEALED[field];
  const person = paper.holders.find((holder) => holder.role === part?.role);
  if (part === undefined || person === undefined) return undefined;
  return sealedIn(paper.facts.toReversed(), person.subjectKey, part.personalField, bench);
}

/** The name as the newest fact about the person says it: a personnel record before any other. */
function nameOf({ applicant, record, bench }: Form): Source | undefined {
  const others = [...bench.world.dossiers.values(), ...bench.world.sharedPapers.values()]
    .flatMap((facts) => standingFacts(facts, bench.knownAt, bench.world.agencies).facts)
    .sort((left, right) => comparePlaces(right.place, left.place))
    .map(({ fact }) => fact);
  const header = record?.standing.filter((fact) => isFactOf(fact, 'CivilServantRegistered')) ?? [];
  return sealedIn([...header.toReversed(), ...others], applicant, 'name', bench);
}

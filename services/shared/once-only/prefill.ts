/** Fields of the form that the hub can fill in, each with where its value is known from. */

import type { Role } from '#schemas/generated/events.ts';
import { type Fact, isFactOf } from '#shared/pure/fact.ts';
import type { Procedure } from './catalogue.ts';
import { postsOf } from './civil-servant.ts';
import type { Bench } from './judge.ts';
import { comparePlaces } from './order.ts';
import type { KnownPaper } from './paper.ts';
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
  return procedure.prefill.flatMap(({ field, from }) => {
    const source = sourceOf(field, from, applicant, answers, question, bench);
    return source === undefined ? [] : [{ field, from, ...source }];
  });
}

type Source = Omit<PrefillSource, 'field' | 'from'>;

function sourceOf(
  field: string,
  from: string,
  applicant: string,
  answers: readonly AnsweredPaper[],
  question: Question,
  bench: Bench,
): Source | undefined {
  if (from === 'identity of the applicant') {
    return field === 'personalId' ? { identifierOf: applicant } : nameOf(applicant, bench);
  }
  if (from === 'civil-servants') return recordSource(field, applicant, bench);
  const [paperKind = '', aboutRole] = from.split(' of ');
  const paper = heldPaper(paperKind, aboutRole, answers, bench);
  return paper === undefined ? undefined : paperSource(field, paper, question, bench);
}

function heldPaper(
  paperKind: string,
  aboutRole: string | undefined,
  answers: readonly AnsweredPaper[],
  bench: Bench,
): KnownPaper | undefined {
  const row = answers.find(
    (answer) =>
      answer.status.startsWith('HELD') &&
      answer.held?.paperKind === paperKind &&
      (aboutRole === undefined || answer.aboutRole === aboutRole),
  );
  return bench.papers.find((paper) => paper.paperId === row?.held?.paperId);
}

/** Fields that a paper says in the clear, and sealed ones with the role whose part holds them. */
const CLEAR: Readonly<Record<string, (paper: KnownPaper) => string | null | undefined>> = {
  marriageNumber: (paper) => paper.stated.number,
  landCertificateNumber: (paper) => paper.stated.number,
  deathExtractNumber: (paper) => paper.stated.number,
  parcel: (paper) => paper.stated.object?.key,
};
const SEALED: Readonly<Record<string, { readonly role: Role; readonly personalField: string }>> = {
  birthDate: { role: 'CHILD', personalField: 'birthDate' },
  birthPlace: { role: 'CHILD', personalField: 'birthPlace' },
  childBirthDate: { role: 'CHILD', personalField: 'birthDate' },
  deathDate: { role: 'DECEASED', personalField: 'deathDate' },
};

function paperSource(field: string, paper: KnownPaper, question: Question, bench: Bench): Source | undefined {
  if (field === 'childPersonalId') {
    const child = question.subjects.find((subject) => subject.role === 'CHILD');
    return child === undefined ? undefined : { identifierOf: child.subjectKey };
  }
  const value = CLEAR[field]?.(paper);
  if (value != null) return { value };
  const part = SEALED[field];
  const person = paper.holders.find((holder) => holder.role === part?.role);
  if (part === undefined || person === undefined) return undefined;
  return sealedIn(paper.facts.toReversed(), person.subjectKey, part.personalField, bench);
}

/** Senders name one owner of several: so the next fact is asked, too. Bounded, because each is opened. */
const SEALED_MAX = 20;

/** A part is sealed under the identifier that was stated, whichever of the person's that is. */
function sealedIn(
  facts: readonly Fact[],
  person: string,
  personalField: string,
  { world }: Bench,
): Source | undefined {
  const keys = world.links.keysOf(person);
  const sealed = facts
    .flatMap(({ factId, event }) =>
      event.sealed
        .filter(({ keyOwner }) => keys.includes(keyOwner))
        .map(({ keyOwner: subjectKey }) => ({ factId, subjectKey, personalField })),
    )
    .slice(0, SEALED_MAX);
  return sealed.length === 0 ? undefined : { sealed };
}

/** The name as the newest fact about the person says it: a personnel record before any other. */
function nameOf(subjectKey: string, bench: Bench): Source | undefined {
  const record = recordOf(subjectKey, bench);
  const others = [...bench.world.dossiers.values(), ...bench.world.sharedPapers.values()]
    .flatMap((facts) => standingFacts(facts, bench.knownAt, bench.world.agencies).facts)
    .sort((left, right) => comparePlaces(right.place, left.place))
    .map(({ fact }) => fact);
  const header = record?.standing.filter((fact) => isFactOf(fact, 'CivilServantRegistered')) ?? [];
  return sealedIn([...header.toReversed(), ...others], subjectKey, 'name', bench);
}

interface PersonnelRecord {
  readonly facts: readonly Fact[];
  readonly standing: readonly Fact[];
}

function recordOf(subjectKey: string, { world, knownAt }: Bench): PersonnelRecord | undefined {
  for (const facts of world.civilServants.values()) {
    const standing = standingFacts(facts, knownAt, world.agencies).facts.map(({ fact }) => fact);
    const named = standing.flatMap(({ event }) => event.concerns.map((concern) => concern.subjectKey));
    if (named.some((key) => world.links.personOf(key) === subjectKey)) {
      return { facts, standing };
    }
  }
  return undefined;
}

function recordSource(field: string, subjectKey: string, bench: Bench): Source | undefined {
  const record = recordOf(subjectKey, bench);
  if (record === undefined) return undefined;
  if (field === 'socialInsuranceNumber') {
    return sealedIn(
      record.standing.filter((fact) => isFactOf(fact, 'CivilServantRegistered')).toReversed(),
      subjectKey,
      field,
      bench,
    );
  }
  const value = recordValue(field, record, bench);
  return value == null ? undefined : { value };
}

function recordValue(field: string, record: PersonnelRecord, bench: Bench): string | null | undefined {
  const { standing } = record;
  const header = standing.findLast((fact) => isFactOf(fact, 'CivilServantRegistered'))?.event;
  const post = postsOf(record.facts, bench.knownAt, bench.world.agencies).findLast(
    ({ from, to }) => from <= bench.on && (to === undefined || bench.on <= to),
  );
  switch (field) {
    case 'agency':
      return post?.agency ?? header?.unit;
    case 'position':
      return post?.title ?? header?.position;
    case 'leaveFrom':
      return standing
        .filter((fact) => isFactOf(fact, 'LeaveStarted'))
        .map(({ event }) => event.startsOn)
        .filter((day) => day <= bench.on)
        .sort()
        .at(-1);
    case 'retiredOn':
      return (
        standing.findLast((fact) => isFactOf(fact, 'Retired'))?.event.effectiveOn ?? retiredByStatus(header)
      );
    default:
      return undefined;
  }
}

function retiredByStatus(
  header: { readonly status: string; readonly statusFrom: string | null } | undefined,
): string | undefined {
  return header?.status === 'RETIRED' ? (header.statusFrom ?? undefined) : undefined;
}

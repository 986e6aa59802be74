/** Rules 10 to 13: every paper that the hub knows of, of any origin, whoever holds it. */
import type { HubEvent, Paper } from '#schemas/generated/events.ts';
import type { UnsettledReason } from '#shared/once-only/question.ts';
import type { Day } from '#shared/pure/time.ts';
import type { CatalogueData } from '../told.ts';
import { kindOf, rule10Listed } from './catalogue.ts';
import {
  type Component,
  type DossierFacts,
  filingDay,
  isComponent,
  isResult,
  listingDay,
  type Outcome,
  type Result,
  rule10Grants,
  rule13ApplicantRole,
} from './dossier.ts';
import type { Standing } from './facts.ts';
import { happenedAt, rule2Day, rule3MonthsLater } from './time.ts';

export interface KnownPaper {
  readonly origin: 'RESULT' | 'COMPONENT' | 'CERTIFIED_COPY' | 'SHARED' | 'RECORD';
  readonly kind: string;
  readonly paper: Paper;
  readonly issuer: string | undefined;
  readonly issuedOn: Day;
  readonly validTo: Day | undefined;
  readonly concerns: readonly { readonly subjectKey: string; readonly role: string }[];
  /** The events that state it. */
  readonly stated: readonly HubEvent[];
  readonly dossierCode: string | undefined;
  /** Of a shared paper and of a civil servant's record: the key that it stands under. */
  readonly aggregateKey?: string;
  /** The number that tells whether another paper is the same: of a certified copy, that of what it copies. */
  readonly matchNumber: string | null;
  /** What keeps its dossier from being settled. */
  readonly unsettled: readonly UnsettledReason[];
  /** Its dossier ended well, or it needs none: it may supersede (rule 21). */
  readonly counts: boolean;
}

type Concerns = KnownPaper['concerns'];

function rule13Resolve(concerns: HubEvent['concerns'], applicantRole: string): Concerns {
  const resolved = concerns.map(({ subjectKey, role }) => ({
    subjectKey,
    role: role === 'APPLICANT' ? applicantRole : role,
  }));
  return resolved.filter(
    (each, nth) =>
      resolved.findIndex(({ subjectKey, role }) => subjectKey === each.subjectKey && role === each.role) ===
      nth,
  );
}

/** Formats 4: as stated, else `validMonths` after the day of issue, inclusive. */
function lastDay(paper: Paper, issuedOn: Day, catalogue: CatalogueData, day: Day): Day | undefined {
  if (paper.validTo !== null) return paper.validTo;
  const months = rule10Listed(catalogue, paper.resultCode, day)?.validMonths ?? null;
  return months === null ? undefined : rule3MonthsLater(issuedOn, months);
}

/** Everything that the papers of one dossier share. */
interface Surroundings {
  readonly dossier: DossierFacts;
  readonly outcome: Outcome;
  readonly hasLetter: boolean;
  readonly catalogue: CatalogueData;
}

/** Rules 11 and 13: whose it is, without those whom a decision set aside. */
function theirs(concerns: HubEvent['concerns'], { dossier, catalogue }: Surroundings): Concerns {
  const { setAside } = dossier.application;
  return rule13Resolve(concerns, rule13ApplicantRole(dossier, catalogue)).filter(
    ({ subjectKey }) => !setAside.includes(subjectKey),
  );
}

/** Rule 17, the dossier's part, in its order. */
function unsettledOf({ dossier, outcome, hasLetter }: Surroundings): readonly UnsettledReason[] {
  return [
    ...(dossier.application.conflict ? (['IDENTITY_CONFLICT'] as const) : []),
    ...(hasLetter ? (['DEAD_LETTER_OPEN'] as const) : []),
    ...(outcome === 'UNPROVEN' ? (['COMPLETED_UNPROVEN'] as const) : []),
  ];
}

/** Rule 17: with an open letter every paper of the dossier is a candidate, on open and ended dossiers too. */
function isOffered({ outcome, hasLetter }: Surroundings): boolean {
  return outcome === 'SUCCESS' || outcome === 'UNPROVEN' || hasLetter;
}

/** One paper out of several statements: field by field what is said later wins. */
function over(later: Paper, earlier: Paper): Paper {
  const pick = <K extends keyof Paper>(name: K): Paper[K] => later[name] ?? earlier[name];
  return {
    paperKind: pick('paperKind'),
    resultCode: pick('resultCode'),
    code: pick('code'),
    name: pick('name'),
    number: pick('number'),
    issuer: pick('issuer'),
    issuedOn: pick('issuedOn'),
    validFrom: pick('validFrom'),
    validTo: pick('validTo'),
    signer: pick('signer'),
    signedAt: pick('signedAt'),
    signatureStatus: later.signatureStatus === 'UNKNOWN' ? earlier.signatureStatus : later.signatureStatus,
    object: pick('object'),
    fileSha256: pick('fileSha256'),
    fileRef: pick('fileRef'),
    documentKey: pick('documentKey'),
    supersedes: pick('supersedes'),
  };
}

const isNative = ({ event }: Result): boolean => event.snapshotVersion !== null;
const isLoose = (each: Result): boolean => isNative(each) && each.event.paper.number === null;

/** Formats 4: a paper is its dossier, code and number; without a number every statement is a paper of its own. */
function isOnePaper({ event: one }: Result, { event: other }: Result): boolean {
  if (one === other) return true;
  const { number, resultCode } = one.paper;
  return number !== null && number === other.paper.number && resultCode === other.paper.resultCode;
}

/** Formats 4: a native result without number merges with the only explicit one of its code; explicit fields win. */
function mergedResults(results: readonly Result[]): readonly (readonly Result['event'][])[] {
  const firm = results.filter((each) => !isLoose(each));
  const groups = firm
    .filter((each, nth) => firm.findIndex((other) => isOnePaper(other, each)) === nth)
    .map((each) => firm.filter((other) => isOnePaper(other, each)));
  const explicitOf = (native: Result): readonly Result[] | undefined => {
    const same = groups.filter(
      ([first]) =>
        first !== undefined &&
        !isNative(first) &&
        first.event.paper.resultCode === native.event.paper.resultCode,
    );
    return same.length === 1 ? same[0] : undefined;
  };
  const loose = results.filter(isLoose);
  return [
    ...groups.map((group) => [
      ...loose.filter((native) => explicitOf(native) === group).toReversed(),
      ...group,
    ]),
    ...loose.filter((native) => explicitOf(native) === undefined).map((native) => [native]),
  ].map((group) => group.map(({ event }) => event));
}

function resultPapers(around: Surroundings): readonly KnownPaper[] {
  const { dossier, catalogue, outcome } = around;
  const granting = dossier.facts.filter(isResult).filter((each) => rule10Grants(each, dossier, catalogue));
  return mergedResults(granting).flatMap((events): KnownPaper[] => {
    const last = events.at(-1);
    if (last === undefined) return [];
    const paper = events.map((event) => event.paper).reduce((earlier, later) => over(later, earlier));
    const day = listingDay(last, dossier);
    const kind = rule10Listed(catalogue, paper.resultCode, day)?.paperKind ?? undefined;
    if (kind === undefined) return [];
    const issuedOn = paper.issuedOn ?? rule2Day(happenedAt(last));
    return [
      {
        origin: 'RESULT',
        kind,
        paper,
        issuer: paper.issuer?.agencyCode ?? last.agency,
        issuedOn,
        validTo: lastDay(paper, issuedOn, catalogue, day),
        concerns: theirs(last.concerns, around),
        stated: events,
        dossierCode: dossier.code,
        matchNumber: paper.number,
        unsettled: unsettledOf(around),
        counts: outcome === 'SUCCESS',
      },
    ];
  });
}

/** Rule 3: a component without a day of its own has the day of submission. */
function componentPaper({ event }: Component, around: Surroundings): readonly KnownPaper[] {
  const { dossier, catalogue, outcome } = around;
  const day = filingDay(dossier);
  const { paper } = event;
  const kind = kindOf(catalogue, paper, day);
  if (kind === undefined) return [];
  const issuedOn = paper.issuedOn ?? rule2Day(happenedAt(event));
  return [
    {
      origin: 'COMPONENT',
      kind,
      paper,
      issuer: paper.issuer?.agencyCode ?? undefined,
      issuedOn,
      validTo: lastDay(paper, issuedOn, catalogue, day),
      concerns: theirs(event.concerns, around),
      stated: [event],
      dossierCode: dossier.code,
      matchNumber: paper.number,
      unsettled: unsettledOf(around),
      counts: outcome === 'SUCCESS',
    },
  ];
}

/** Rule 12: an electronic certified copy counts by itself, whatever becomes of its dossier. */
function copyPaper({ event }: Standing, around: Surroundings): readonly KnownPaper[] {
  if (event.eventName !== 'ElectronicCopyCertified') return [];
  const { dossier, catalogue } = around;
  const { paper, copied } = event;
  const issuedOn = paper.issuedOn ?? rule2Day(happenedAt(event));
  return [
    {
      origin: 'CERTIFIED_COPY',
      kind: copied.paperKind,
      paper,
      issuer: paper.issuer?.agencyCode ?? event.agency,
      issuedOn,
      validTo: lastDay(paper, issuedOn, catalogue, filingDay(dossier)),
      concerns: theirs(event.concerns, around),
      stated: [event],
      dossierCode: dossier.code,
      matchNumber: copied.number,
      unsettled: unsettledOf(around).filter((reason) => reason !== 'COMPLETED_UNPROVEN'),
      counts: true,
    },
  ];
}

/** Every paper of one dossier that may be a candidate. */
export function papersOfDossier(around: Surroundings): readonly KnownPaper[] {
  const { facts } = around.dossier;
  const own = isOffered(around)
    ? [
        ...resultPapers(around),
        ...facts.filter(isComponent).flatMap((component) => componentPaper(component, around)),
      ]
    : [];
  return [...own, ...facts.flatMap((fact) => copyPaper(fact, around))];
}

/** A paper that another state body shared. */
export function sharedPaper(
  { event, key }: Standing,
  hasLetter: boolean,
  catalogue: CatalogueData,
): readonly KnownPaper[] {
  if (event.eventName !== 'PaperShared') return [];
  const { paper } = event;
  const issuedOn = paper.issuedOn ?? rule2Day(happenedAt(event));
  const kind = kindOf(catalogue, paper, issuedOn);
  if (kind === undefined) return [];
  return [
    {
      origin: 'SHARED',
      kind,
      paper,
      issuer: paper.issuer?.agencyCode ?? event.agency,
      issuedOn,
      validTo: lastDay(paper, issuedOn, catalogue, issuedOn),
      concerns: event.concerns,
      stated: [event],
      dossierCode: undefined,
      aggregateKey: key,
      matchNumber: paper.number,
      unsettled: hasLetter ? ['DEAD_LETTER_OPEN'] : [],
      counts: true,
    },
  ];
}

const HOLDS: ReadonlySet<string> = new Set(['HOLDER', 'SPOUSE', 'OWNER', 'CHILD', 'DECEASED', 'BUYER']);

/** Rule 13: the person holds the paper. */
export function rule13Holds({ concerns }: KnownPaper, subjectKey: string): boolean {
  return concerns.some((each) => each.subjectKey === subjectKey && HOLDS.has(each.role));
}

/** Rule 13: the paper answers for the person, for a required kind or (undefined) for any. */
export function rule13Answers(known: KnownPaper, subjectKey: string, asked?: string): boolean {
  if (rule13Holds(known, subjectKey)) return true;
  const isNamedAs = (asRole: string): boolean =>
    known.concerns.some((each) => each.subjectKey === subjectKey && each.role === asRole);
  if (known.kind === 'BIRTH_NOTICE') return isNamedAs('MOTHER');
  const isParent = isNamedAs('FATHER') || isNamedAs('MOTHER');
  return known.kind === 'BIRTH_CERTIFICATE' && isParent && (asked === undefined || asked === 'KINSHIP');
}

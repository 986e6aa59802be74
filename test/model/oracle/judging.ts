/** Rules 12 and 17 to 21: what is wrong with a paper on a day. */
import type { HubEvent } from '#schemas/generated/events.ts';
import type { Reason, StaleReason } from '#shared/once-only/question.ts';
import type { Day } from '#shared/pure/time.ts';
import type { Standing } from './facts.ts';
import type { Knowledge } from './knowledge.ts';
import { sameOffice } from './offices.ts';
import { type KnownPaper, rule13Holds } from './papers.ts';
import { rule19Standing, signingDay } from './posts.ts';
import { happenedAt, rule2Day, rule3MonthsLater } from './time.ts';

/** For whom and on which day a paper is judged. */
export interface Sight {
  readonly on: Day;
  /** Those for whom it is to answer: supersession is theirs (rule 21). */
  readonly persons: readonly string[];
  /** The row's, where a row asks. */
  readonly maxAgeMonths: number | null;
}

/** Rule 1: what happened after the day asked about does not count. */
function rule1HasHappened(event: HubEvent, on: Day): boolean {
  return rule2Day(happenedAt(event)) <= on;
}

type Spoken = Extract<HubEvent, { eventName: 'ResultRevoked' | 'PaperDisputed' | 'PaperVerified' }>;

/**
 * Rule 20: names the paper by its event, or by number and result code, on its own topic. A number alone says too
 * little for everybody's papers: it is one of the dossier, or of the persons whom the statement names.
 */
function rule20Names(fact: Standing, known: KnownPaper): fact is Standing & { readonly event: Spoken } {
  const { event, topic, key } = fact;
  if (!('paper' in event) || !('source' in event.paper)) return false;
  const { source, id, number, resultCode } = event.paper;
  const { dossierCode, aggregateKey, paper, concerns, stated } = known;
  const isOnItsTopic = dossierCode === undefined ? topic === 'gov.shared.paper.v1' : key === dossierCode;
  const byEvent = stated.some((each) => each.source === source && each.id === id);
  const byNumber =
    number !== null && paper.number === number && resultCode !== null && paper.resultCode === resultCode;
  const isTheirs =
    dossierCode !== undefined ||
    key === aggregateKey ||
    event.concerns.some(({ subjectKey }) => concerns.some((each) => each.subjectKey === subjectKey));
  return isOnItsTopic && (byEvent || (byNumber && isTheirs));
}

function wordsOn(known: KnownPaper, { facts }: Knowledge, { on }: Sight): readonly Spoken[] {
  return facts
    .filter((fact) => rule20Names(fact, known))
    .map(({ event }) => event)
    .filter((event) => rule1HasHappened(event, on));
}

/** Rule 11: a revoked result takes the result, not the components. */
function rule11Revoked(known: KnownPaper, knowledge: Knowledge, sight: Sight): boolean {
  return (
    known.origin !== 'COMPONENT' &&
    wordsOn(known, knowledge, sight).some(({ eventName }) => eventName === 'ResultRevoked')
  );
}

/** Rule 20: disputed, and not verified since. */
function rule20Disputed(known: KnownPaper, knowledge: Knowledge, sight: Sight): boolean {
  const words = wordsOn(known, knowledge, sight).filter(({ eventName }) => eventName !== 'ResultRevoked');
  return words.at(-1)?.eventName === 'PaperDisputed';
}

/** Rule 18: asked by the document's issuer, its predecessor or successor; unknown document: the paper's issuer. */
function rule18Recalled(known: KnownPaper, { facts, offices }: Knowledge, { on }: Sight): boolean {
  const ofDocument = facts.filter(
    ({ topic, key }) => topic === 'gov.document-management.document.v1' && key === known.paper.documentKey,
  );
  const registered = ofDocument.find(({ event }) => event.eventName === 'DocumentRegistered');
  const issuer = registered?.event.agency ?? known.issuer;
  return ofDocument.some(
    ({ event }) =>
      event.eventName === 'RecallRequested' &&
      rule1HasHappened(event, on) &&
      issuer !== undefined &&
      sameOffice(event.agency, issuer, offices),
  );
}

function sameObject(one: KnownPaper, other: KnownPaper): boolean {
  const [left, right] = [one.paper.object, other.paper.object];
  return left !== null && right !== null && left.type === right.type && left.key === right.key;
}

/** Rule 21: another paper of any origin takes its place for one of the persons. */
function rule21Superseded(known: KnownPaper, knowledge: Knowledge, { on, persons }: Sight): boolean {
  const holders = persons.filter((person) => rule13Holds(known, person));
  const later = knowledge.papers.filter(
    (other) => other !== known && other.counts && other.issuedOn <= on && known.issuedOn <= other.issuedOn,
  );
  return later.some(
    (other) =>
      formats4SaysSo(other, known, holders) ||
      knowledge.catalogue.supersession.some(
        ({ trigger, triggerRole, superseded, perObject }) =>
          superseded === known.kind &&
          trigger === other.kind &&
          (!perObject || sameObject(known, other)) &&
          holders.some((person) =>
            triggerRole === null
              ? rule13Holds(other, person)
              : other.concerns.some((each) => each.subjectKey === person && each.role === triggerRole),
          ),
      ),
  );
}

/** Formats 4: the later paper says itself, by number, whose place it takes. */
function formats4SaysSo(other: KnownPaper, known: KnownPaper, holders: readonly string[]): boolean {
  const said = other.paper.supersedes;
  if (said === null || said.number === null || said.number !== known.paper.number) return false;
  const isSameCode = said.resultCode === null || said.resultCode === known.paper.resultCode;
  return isSameCode && other.concerns.some(({ subjectKey }) => holders.includes(subjectKey));
}

/** Rule 3: the last day counts; a row's greatest age is counted from the day of issue. */
export function rule3LastDay(known: KnownPaper, { maxAgeMonths }: Sight): Day | undefined {
  const byAge = maxAgeMonths === null ? undefined : rule3MonthsLater(known.issuedOn, maxAgeMonths);
  return [known.validTo, byAge].filter((day) => day !== undefined).sort()[0];
}

/** Rule 19, for this paper. */
export function signerOf(known: KnownPaper, { facts, offices }: Knowledge) {
  const code = known.paper.signer?.civilServantCode ?? undefined;
  return rule19Standing(facts, code, known.issuer, signingDay(known), offices);
}

/** Rule 17, the second part, in its order: what is wrong with the paper itself. */
function ownStaleReasons(known: KnownPaper, knowledge: Knowledge, sight: Sight): readonly StaleReason[] {
  const lastDay = rule3LastDay(known, sight);
  const found: readonly [StaleReason, boolean][] = [
    ['REVOKED', rule11Revoked(known, knowledge, sight)],
    ['RECALLED', rule18Recalled(known, knowledge, sight)],
    ['DISPUTED', rule20Disputed(known, knowledge, sight)],
    ['SUPERSEDED', rule21Superseded(known, knowledge, sight)],
    ['SIGNER_NOT_IN_POST', signerOf(known, knowledge) === 'NOT_IN_POST'],
    ['EXPIRED', lastDay !== undefined && lastDay < sight.on],
  ];
  return found.flatMap(([reason, holds]) => (holds ? [reason] : []));
}

function differ<T>(one: T | null, other: T | null): boolean {
  return one !== null && other !== null && one !== other;
}

/** Those asked about who hold the copy; where it only answers for them, as for a mother, everybody who holds it. */
function rule12Holders(copy: KnownPaper, persons: readonly string[]): readonly string[] {
  const asked = persons.filter((person) => rule13Holds(copy, person));
  const named = copy.concerns.map(({ subjectKey }) => subjectKey);
  return asked.length > 0 ? asked : named.filter((person) => rule13Holds(copy, person));
}

/** Rule 12: another paper, result or shared, of which this one may be a copy. */
function rule12MayCopy(copy: KnownPaper, other: KnownPaper, persons: readonly string[]): boolean {
  const objectOf = ({ paper: { object } }: KnownPaper): string | null =>
    object === null ? null : `${object.type} ${object.key}`;
  return (
    ['RESULT', 'SHARED', 'RECORD'].includes(other.origin) &&
    other.kind === copy.kind &&
    (other.dossierCode === undefined || other.dossierCode !== copy.dossierCode) &&
    rule12Holders(copy, persons).some((person) => rule13Holds(other, person)) &&
    !differ(copy.matchNumber, other.matchNumber) &&
    !differ(objectOf(copy), objectOf(other)) &&
    other.issuedOn <= copy.issuedOn
  );
}

/** Rule 12: stale for the reasons of the stale original, unless another such paper is held. */
function rule12FromOriginals(copy: KnownPaper, knowledge: Knowledge, sight: Sight): readonly Reason[] {
  if (copy.origin !== 'COMPONENT' && copy.origin !== 'CERTIFIED_COPY') return [];
  const originals = knowledge.papers
    .filter((other) => rule12MayCopy(copy, other, sight.persons))
    .map((other) => ({ unsettled: other.unsettled, stale: ownStaleReasons(other, knowledge, sight) }))
    .filter(({ unsettled }) => unsettled.length === 0);
  if (originals.some(({ stale }) => stale.length === 0)) return [];
  return originals.flatMap(({ stale }) => stale);
}

const IN_ORDER: readonly Reason[] = [
  'RELATION_UNPROVEN',
  'IDENTITY_CONFLICT',
  'DEAD_LETTER_OPEN',
  'COMPLETED_UNPROVEN',
  'REVOKED',
  'RECALLED',
  'DISPUTED',
  'SUPERSEDED',
  'SIGNER_NOT_IN_POST',
  'EXPIRED',
];

/** Rule 17: every reason, of both kinds, each once, in the rule's order; none: the paper is held. */
export function rule17Reasons(known: KnownPaper, knowledge: Knowledge, sight: Sight): readonly Reason[] {
  const found = new Set<Reason>([
    ...(sight.persons.some((person) => knowledge.doubted.includes(person))
      ? (['IDENTITY_CONFLICT'] as const)
      : []),
    ...known.unsettled,
    ...ownStaleReasons(known, knowledge, sight),
    ...rule12FromOriginals(known, knowledge, sight),
  ]);
  return IN_ORDER.filter((reason) => found.has(reason));
}

/** Rule 1: a paper issued after the day asked about is no candidate. */
export function rule1IsCandidate(known: KnownPaper, on: Day): boolean {
  return known.issuedOn <= on;
}

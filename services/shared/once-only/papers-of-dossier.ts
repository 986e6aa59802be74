/** The papers that a dossier gives: its accepted components, its granted results, certified electronic copies. */
import type { Concern, Paper as StatedPaper } from '#schemas/generated/events.ts';
import { type Fact, type FactOf, isFactOf } from '#shared/pure/fact.ts';
import { addMonths } from '#shared/pure/time.ts';
import type { Catalogue } from './catalogue.ts';
import type { Dossier, StatedResult } from './dossier.ts';
import { dayOfFact } from './order.ts';
import {
  issuedOnOf,
  type KnownPaper,
  kindOfStated,
  lastDayStated,
  type PaperHolder,
  type Remark,
} from './paper.ts';
import { paperIdOf } from './paper-id.ts';
import { linksOf, personsNamed } from './persons-named.ts';
import type { UnsettledReason } from './question.ts';
import { remarksOn } from './remarks.ts';

/**
 * Papers of a dossier that ended well, or of one that the hub cannot judge yet; those of an open or ended dossier
 * are none, unless a dead letter hides how it ended (rules.md 17).
 */
export function papersOfDossier(
  dossier: Dossier,
  catalogue: Catalogue,
  deadLetterOpen: boolean,
): KnownPaper[] {
  const copies = certifiedCopies(dossier);
  const counts = dossier.outcome === 'SUCCESS' || dossier.outcome === 'UNPROVEN' || deadLetterOpen;
  const papers = counts
    ? [...grantedPapers(dossier), ...componentPapers(dossier, catalogue), ...copies]
    : copies;
  return papers.map((paper) => ({
    ...paper,
    attribution: [...dossier.decidedBy, ...linksOf(paper.facts, dossier.links)],
    outcomeProof: paper.origin === 'COMPONENT' ? dossier.outcomeProof : [],
    established: dossier.outcome === 'SUCCESS' || paper.origin === 'CERTIFIED_COPY',
    remarks: remarksOfDossier(dossier, paper),
    unsettled: unsettledReasons(dossier, deadLetterOpen, paper.origin),
  }));
}

type Bare = Omit<KnownPaper, 'attribution' | 'remarks' | 'unsettled' | 'established' | 'outcomeProof'>;

function unsettledReasons(
  dossier: Dossier,
  deadLetterOpen: boolean,
  origin: KnownPaper['origin'],
): UnsettledReason[] {
  const isUnproven = dossier.outcome === 'UNPROVEN' && origin !== 'CERTIFIED_COPY';
  return [
    ...(dossier.conflict ? (['IDENTITY_CONFLICT'] as const) : []),
    ...(deadLetterOpen ? (['DEAD_LETTER_OPEN'] as const) : []),
    ...(isUnproven ? (['COMPLETED_UNPROVEN'] as const) : []),
  ];
}

function remarksOfDossier(dossier: Dossier, paper: Bare): Remark[] {
  const remarks = remarksOn(
    paper,
    dossier.facts.map(({ fact }) => fact),
  );
  return paper.origin === 'COMPONENT' ? remarks.filter((remark) => remark.kind !== 'REVOKED') : remarks;
}

/** In native snapshots every owner has the procedure's `applicantRole` (rules.md 13). */
function holdersOf(concerns: readonly Concern[], dossier: Dossier): PaperHolder[] {
  const applicantRole = dossier.procedure?.applicantRole;
  const holders = concerns.map(({ subjectKey, role }) => ({
    subjectKey,
    role: role === 'APPLICANT' && applicantRole !== undefined ? applicantRole : role,
  }));
  return personsNamed(holders, dossier.links).filter(({ subjectKey }) => !dossier.setAside.has(subjectKey));
}

/** The papers that its granting results are, however the dossier ended. */
export function grantedPapers(dossier: Dossier): Bare[] {
  const granted = dossier.results.filter(
    (result) => result.type?.effect === 'GRANTS' && result.type.paperKind !== null && !result.isSubmittedFile,
  );
  return groupStatements(granted).map((group, index) => resultPaper(group, dossier, index));
}

/**
 * Statements about one paper together: the same code and number; a native result without a number belongs to the
 * only explicit result of its code (formats.md 4).
 */
function groupStatements(results: readonly StatedResult[]): StatedResult[][] {
  const groups = new Map<string, StatedResult[]>();
  const isLoose = (result: StatedResult): boolean =>
    result.fact.event.snapshotVersion !== null && result.fact.event.paper.number === null;
  for (const result of results.filter((each) => !isLoose(each))) {
    const { paper, id, source } = result.fact.event;
    const key = `${paper.resultCode} ${paper.number === null ? `${source} ${id}` : `number ${paper.number}`}`;
    groups.set(key, [...(groups.get(key) ?? []), result]);
  }
  for (const result of results.filter(isLoose)) {
    const ofCode = [...groups].filter(
      ([, group]) =>
        group[0]?.fact.event.snapshotVersion === null &&
        group[0].fact.event.paper.resultCode === result.fact.event.paper.resultCode,
    );
    const only = ofCode.length === 1 ? ofCode[0] : undefined;
    if (only === undefined) groups.set(`loose ${result.fact.factId}`, [result]);
    else groups.set(only[0], [result, ...only[1]]);
  }
  return [...groups.values()];
}

/** Later statements win field by field; explicit ones stand behind native ones, so they win over those. */
function resultPaper(group: readonly StatedResult[], dossier: Dossier, index: number): Bare {
  const facts = group.map((result) => result.fact);
  const stated = mergeStated(facts.map((fact) => fact.event.paper));
  const last = facts.at(-1);
  const type = group[0]?.type;
  if (last === undefined || type?.paperKind == null) throw new Error('a group of results is never empty');
  const issuedOn = issuedOnOf(stated, last);
  const validTo =
    stated.validTo ?? (type.validMonths === null ? undefined : addMonths(issuedOn, type.validMonths));
  const issuerCode = stated.issuer?.agencyCode ?? last.event.agency;
  return {
    paperId: paperIdOf(dossier.code, stated.resultCode ?? '', stated.number ?? `#${index + 1}`),
    origin: 'RESULT',
    paperKind: type.paperKind,
    stated,
    issuerCode,
    issuedOn,
    ...(validTo !== undefined && { validTo }),
    holders: holdersOf(last.event.concerns, dossier),
    dossierCode: dossier.code,
    facts,
  };
}

function mergeStated(papers: readonly StatedPaper[]): StatedPaper {
  const [first, ...rest] = papers;
  if (first === undefined) throw new Error('nothing to merge');
  return rest.reduce<StatedPaper>((merged, paper) => {
    const stated = Object.fromEntries(
      Object.entries(paper).filter(
        ([field, value]) => value !== null && !(field === 'signatureStatus' && value === 'UNKNOWN'),
      ),
    );
    return { ...merged, ...stated };
  }, first);
}

/** What was handed in with a dossier, whatever became of it. */
export function componentPapers(dossier: Dossier, catalogue: Catalogue): Bare[] {
  return dossier.components.flatMap((fact) => {
    const { paper, componentKey } = fact.event;
    const on = dossier.filedOn ?? dayOfFact(fact);
    const paperKind = kindOfStated(paper, on, catalogue);
    if (paperKind === undefined) return [];
    const paperId = paperIdOf(dossier.code, 'component', componentKey);
    const validTo = lastDayStated(paper, issuedOnOf(paper, fact), on, catalogue);
    const bare = bareComponent(fact, 'COMPONENT', paperKind, paperId, dossier);
    return [validTo === undefined ? bare : { ...bare, validTo }];
  });
}

/** An electronic certified copy counts by itself, however its dossier ended (rules.md 12). */
function certifiedCopies(dossier: Dossier): Bare[] {
  return dossier.facts
    .map(({ fact }) => fact)
    .filter((fact) => isFactOf(fact, 'ElectronicCopyCertified'))
    .map((fact) => {
      const { id, copied } = fact.event;
      const copy = bareComponent(
        fact,
        'CERTIFIED_COPY',
        copied.paperKind,
        paperIdOf(dossier.code, 'copy', id),
        dossier,
      );
      return copied.number === null ? copy : { ...copy, copiedNumber: copied.number };
    });
}

function bareComponent(
  fact: FactOf<'ComponentSubmitted' | 'ElectronicCopyCertified'>,
  origin: 'COMPONENT' | 'CERTIFIED_COPY',
  paperKind: string,
  paperId: string,
  dossier: Dossier,
): Bare {
  const { paper, concerns } = fact.event;
  const issuerCode =
    paper.issuer?.agencyCode ?? (origin === 'CERTIFIED_COPY' ? fact.event.agency : undefined);
  return {
    paperId,
    origin,
    paperKind,
    stated: paper,
    ...(issuerCode !== undefined && { issuerCode }),
    issuedOn: issuedOnOf(paper, fact),
    ...(paper.validTo !== null && { validTo: paper.validTo }),
    holders: holdersOf(concerns, dossier),
    dossierCode: dossier.code,
    facts: [fact] satisfies readonly Fact[],
  };
}

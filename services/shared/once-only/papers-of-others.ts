/** Papers that no dossier gives: shared by other state bodies, and what personnel records prove. */
import { type Fact, isFactOf } from '#shared/pure/fact.ts';
import { addMonths, type Day, type Instant } from '#shared/pure/time.ts';
import type { Agencies } from './agencies.ts';
import type { Catalogue } from './catalogue.ts';
import { retirementOf } from './civil-servant.ts';
import { issuedOnOf, type KnownPaper, kindOfStated } from './paper.ts';
import { remarksOn } from './remarks.ts';
import { standingFacts } from './standing.ts';

/** The shared papers of one aggregate, with what was said of them. */
export function papersShared(
  facts: readonly Fact[],
  context: { readonly catalogue: Catalogue; readonly agencies: Agencies; readonly knownAt: Instant },
  deadLetterOpen: boolean,
): KnownPaper[] {
  const standing = standingFacts(facts, context.knownAt, context.agencies).facts.map(({ fact }) => fact);
  return standing
    .filter((fact) => isFactOf(fact, 'PaperShared'))
    .flatMap((fact) => {
      const { paper, concerns, agency, source, id } = fact.event;
      const issuedOn = issuedOnOf(paper, fact);
      const paperKind = kindOfStated(paper, issuedOn, context.catalogue);
      if (paperKind === undefined) return [];
      const validTo = paper.validTo ?? lastDayByCatalogue(paper.resultCode, issuedOn, context.catalogue);
      const known = {
        paperId: `${source} ${id}`,
        origin: 'SHARED' as const,
        paperKind,
        stated: paper,
        issuerCode: paper.issuer?.agencyCode ?? agency,
        issuedOn,
        ...(validTo !== undefined && { validTo }),
        holders: concerns,
        facts: [fact],
        established: true,
      };
      const unsettled = deadLetterOpen ? (['DEAD_LETTER_OPEN'] as const) : [];
      return [{ ...known, remarks: remarksOn(known, standing), unsettled }];
    });
}

function lastDayByCatalogue(resultCode: string | null, issuedOn: Day, catalogue: Catalogue): Day | undefined {
  if (resultCode === null) return undefined;
  const months = catalogue.resultType(resultCode, issuedOn)?.validMonths ?? null;
  return months === null ? undefined : addMonths(issuedOn, months);
}

/** Retired with its day is the RETIREMENT_DECISION (rules.md 12). */
export function papersOfRecord(
  code: string,
  facts: readonly Fact[],
  knownAt: Instant,
  agencies: Agencies,
): KnownPaper[] {
  const retirement = retirementOf(facts, knownAt, agencies);
  if (retirement === undefined) return [];
  return [
    {
      paperId: `${code} retirement ${retirement.effectiveOn}`,
      origin: 'RECORD',
      paperKind: 'RETIREMENT_DECISION',
      stated: { ...NOTHING_STATED, number: retirement.number },
      issuerCode: retirement.fact.event.agency,
      issuedOn: retirement.effectiveOn,
      holders: retirement.subjectKeys.map((subjectKey) => ({ subjectKey, role: 'HOLDER' as const })),
      facts: [retirement.fact],
      established: true,
      remarks: [],
      unsettled: [],
    },
  ];
}

const NOTHING_STATED: KnownPaper['stated'] = {
  paperKind: 'RETIREMENT_DECISION',
  resultCode: null,
  code: null,
  name: null,
  number: null,
  issuer: null,
  issuedOn: null,
  validFrom: null,
  validTo: null,
  signer: null,
  signedAt: null,
  signatureStatus: 'UNKNOWN',
  object: null,
  fileSha256: null,
  fileRef: null,
  documentKey: null,
  supersedes: null,
};

/** A paper that the hub knows of, wherever it was stated, before it is judged. */
import type { Role, Paper as StatedPaper } from '#schemas/generated/events.ts';
import type { Fact } from '#shared/pure/fact.ts';
import { addMonths, type Day } from '#shared/pure/time.ts';
import type { Catalogue } from './catalogue.ts';
import { nameEvidence } from './evidence.ts';
import { dayOfFact } from './order.ts';
import type { Proof, ShownPaper, SignerStanding, UnsettledReason } from './question.ts';

export interface PaperHolder {
  readonly subjectKey: string;
  /** APPLICANT is already read as the procedure's `applicantRole`, where the procedure is known. */
  readonly role: Role;
}

/** Something said about a paper on a day: a revocation, a dispute, a verification. */
export interface Remark {
  readonly kind: 'REVOKED' | 'DISPUTED' | 'VERIFIED';
  readonly on: Day;
  readonly fact: Fact;
}

export interface KnownPaper {
  readonly paperId: string;
  readonly origin: ShownPaper['origin'];
  readonly paperKind: string;
  readonly stated: StatedPaper;
  readonly issuerCode?: string;
  readonly issuedOn: Day;
  /** The last day, stated or from the catalogue's `validMonths`. */
  readonly validTo?: Day;
  readonly holders: readonly PaperHolder[];
  /** Of a certified copy: the number of what it copies. */
  readonly copiedNumber?: string;
  /** It exists beyond doubt, whatever became of it: its dossier ended well, or no dossier is behind it. */
  readonly established: boolean;
  readonly dossierCode?: string;
  /** The facts that state it, in the aggregate's order. */
  readonly facts: readonly Fact[];
  /** Of a component: the facts by which its dossier ended well. */
  readonly outcomeProof: readonly Fact[];
  /** By what it is its holders': joined identifiers, an operator's decision. */
  readonly attribution: readonly Fact[];
  readonly remarks: readonly Remark[];
  /** Why the hub cannot vouch for it, whatever else is known. */
  readonly unsettled: readonly UnsettledReason[];
}

/** The kind of a submitted or shared paper: as stated, else what its codes and name mean; undefined if nothing maps. */
export function kindOfStated(paper: StatedPaper, on: Day, catalogue: Catalogue): string | undefined {
  if (paper.paperKind !== null) return paper.paperKind;
  if (paper.resultCode !== null) {
    const listed = catalogue.meaningOf(paper.resultCode, on)?.paperKind ?? undefined;
    const kind = listed ?? catalogue.aliasOf(`result:${paper.resultCode}`);
    if (kind !== undefined) return kind;
  }
  const byCode = paper.code === null ? undefined : catalogue.aliasOf(`code:${paper.code}`);
  if (byCode !== undefined) return byCode;
  return paper.name === null ? undefined : catalogue.aliasOf(nameEvidence(paper.name));
}

/** The day a paper is of: as stated, else the day of the fact. */
export function issuedOnOf(paper: StatedPaper, fact: Fact): Day {
  return paper.issuedOn ?? dayOfFact(fact);
}

/** The last day of a submitted or shared paper: as stated, else as its result code says; undefined if none is known. */
export function lastDayStated(
  paper: StatedPaper,
  issuedOn: Day,
  on: Day,
  catalogue: Catalogue,
): Day | undefined {
  if (paper.validTo !== null) return paper.validTo;
  const months = paper.resultCode === null ? null : catalogue.meaningOf(paper.resultCode, on)?.validMonths;
  return months == null ? undefined : addMonths(issuedOn, months);
}

/** A known paper as an answer shows it; `findings` are the facts that made it stale. */
export function showPaper(
  paper: KnownPaper,
  signer: SignerStanding,
  lastDay: Day | undefined,
  findings: readonly Fact[],
): ShownPaper {
  const { stated } = paper;
  return {
    paperId: paper.paperId,
    paperKind: paper.paperKind,
    ...(stated.resultCode !== null && { resultCode: stated.resultCode }),
    ...(stated.number !== null && { number: stated.number }),
    issuer: {
      ...(paper.issuerCode !== undefined && { code: paper.issuerCode }),
      ...(stated.issuer?.name != null && { name: stated.issuer.name }),
    },
    issuedOn: paper.issuedOn,
    ...(stated.validFrom !== null && { validFrom: stated.validFrom }),
    ...(lastDay !== undefined && { validTo: lastDay }),
    signer: {
      ...(stated.signer?.civilServantCode != null && { code: stated.signer.civilServantCode }),
      standing: signer,
    },
    ...(stated.object !== null && { object: stated.object }),
    ...(paper.dossierCode !== undefined && { dossierCode: paper.dossierCode }),
    ...(stated.documentKey !== null && { documentKey: stated.documentKey }),
    origin: paper.origin,
    concerns: paper.holders,
    provenance: distinct([...paper.facts, ...paper.attribution, ...paper.outcomeProof, ...findings]).map(
      proofOf,
    ),
  };
}

/** A fact as what proves a statement. */
export function proofOf({ event: { id, source, type }, position }: Fact): Proof {
  return { eventId: id, source, type, position };
}

function distinct(facts: readonly Fact[]): Fact[] {
  return [...new Map(facts.map((fact) => [fact.factId, fact])).values()];
}

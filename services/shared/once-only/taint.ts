/**
 * What was built on a paper that is no longer good: when a paper was revoked, its document recalled or its signer
 * turns out not to have been in post, every dossier that relied on it is named.
 */
import type { Day, Instant } from '#shared/pure/time.ts';
import { type Dossier, foldDossier } from './dossier.ts';
import { type Bench, isOriginalOf, judgePaper } from './judge.ts';
import { type KnownPaper, proofOf } from './paper.ts';
import { componentPapers } from './papers-of-dossier.ts';
import { papersOfWorld } from './papers-of-world.ts';
import type { Proof, StaleReason } from './question.ts';
import type { World } from './world.ts';

/** Reasons that say that the paper should never have counted, or no longer counts for anybody. */
const TAINTING: ReadonlySet<string> = new Set(['REVOKED', 'RECALLED', 'SIGNER_NOT_IN_POST']);

export interface Taint {
  readonly paperId: string;
  readonly paperKind: string;
  readonly reason: StaleReason;
  /** The dossier that issued the paper. */
  readonly dossierCode?: string;
  readonly holders: KnownPaper['holders'];
  /** The dossier that relied on it, and what it issued. */
  readonly reusedIn: string;
  readonly agency: string;
  readonly procedureCode?: string;
  readonly results: readonly string[];
  readonly proof: readonly Proof[];
}

/** Every dossier at hand that relied on a paper which is no longer good on the day. */
export function taintsOf(world: World, on: Day, knownAt: Instant): Taint[] {
  const papers = papersOfWorld(world, knownAt);
  const bench: Bench = { world, papers, on, knownAt };
  const fallen = papers.filter(({ origin }) => origin === 'RESULT' || origin === 'SHARED');
  const dossiers = [...world.dossiers].map(([code, facts]) =>
    foldDossier(code, facts, { ...world, knownAt }),
  );
  return fallen.flatMap((paper) => taintsBy(paper, dossiers, bench));
}

function taintsBy(paper: KnownPaper, dossiers: readonly Dossier[], bench: Bench): Taint[] {
  const holders = paper.holders.map(({ subjectKey }) => subjectKey);
  const { reasons, held } = judgePaper(paper, holders, {}, bench);
  const reason = reasons.find((each): each is StaleReason => TAINTING.has(each));
  if (reason === undefined) return [];
  return dossiers.flatMap((dossier) => {
    const copies = copiesIn(dossier, paper, holders, bench);
    const [first] = copies.flatMap(({ facts }) => facts);
    if (first === undefined) return [];
    return [
      {
        paperId: paper.paperId,
        paperKind: paper.paperKind,
        reason,
        ...(paper.dossierCode !== undefined && { dossierCode: paper.dossierCode }),
        holders: paper.holders,
        reusedIn: dossier.code,
        agency: first.event.agency,
        ...(dossier.procedureCode !== undefined && { procedureCode: dossier.procedureCode }),
        results: issuedBy(dossier),
        proof: [...held.provenance, ...copies.flatMap(({ facts }) => facts).map(proofOf)],
      },
    ];
  });
}

/** Components that are this paper; a dossier that came to nothing built nothing on it. */
function copiesIn(
  dossier: Dossier,
  paper: KnownPaper,
  holders: readonly string[],
  { on, world }: Bench,
): readonly Pick<KnownPaper, 'facts'>[] {
  if (dossier.outcome === 'ENDED' || dossier.code === paper.dossierCode) return [];
  return componentPapers(dossier, world.catalogue).filter((component) =>
    isOriginalOf(paper, component, holders, on),
  );
}

function issuedBy(dossier: Dossier): string[] {
  const codes = dossier.results
    .filter(({ type, isSubmittedFile }) => type?.effect === 'GRANTS' && !isSubmittedFile)
    .flatMap(({ fact }) => fact.event.paper.resultCode ?? []);
  return [...new Set(codes)];
}

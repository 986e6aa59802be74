/** In which dossier a paper that can be used once was used up. */
import { foldDossier } from './dossier.ts';
import { namesPerson } from './holding.ts';
import type { Bench } from './judge.ts';
import { dayOfFact } from './order.ts';
import type { KnownPaper } from './paper.ts';
import { componentPapers } from './papers-of-dossier.ts';

/** Something that was handed in with a dossier which came to something, or still may. */
export interface Use {
  readonly dossierCode: string;
  readonly component: ReturnType<typeof componentPapers>[number];
}

/** Everything that was handed in by the day, but with dossiers that were refused, withdrawn or stopped. */
export function usesOf({ world, knownAt, on }: Bench): Use[] {
  return [...world.dossiers].flatMap(([dossierCode, facts]) => {
    const dossier = foldDossier(dossierCode, facts, { ...world, knownAt });
    // A reopened dossier goes on: what was handed in with it is still in use.
    if (dossier.outcome === 'ENDED' && dossier.state !== 'REOPENED') return [];
    return componentPapers(dossier, world.catalogue)
      .filter(({ facts: stated }) => stated.every((fact) => dayOfFact(fact) <= on))
      .map((component) => ({ dossierCode, component }));
  });
}

/** The use of a paper; undefined if it was not used. A component was used in its own dossier. */
export function useOf(paper: KnownPaper, uses: readonly Use[]): Use | undefined {
  return uses.find(({ dossierCode, component }) =>
    paper.dossierCode === dossierCode ? component.paperId === paper.paperId : mayBeOne(paper, component),
  );
}

/**
 * Whether a component may be the paper: of its kind, about one of its persons, handed in since it was issued, and
 * nothing that both state differs. Who hands a paper in need not hold it.
 */
function mayBeOne(paper: KnownPaper, component: Use['component']): boolean {
  if (paper.paperKind !== component.paperKind) return false;
  if (component.facts.some((fact) => dayOfFact(fact) < paper.issuedOn)) return false;
  if (!component.holders.some(({ subjectKey }) => namesPerson(paper, subjectKey))) return false;
  const [own, stated] = [paper.stated, component.stated];
  const number = paper.origin === 'CERTIFIED_COPY' ? (paper.copiedNumber ?? null) : own.number;
  return (
    !differ(number, stated.number) &&
    !differ(paper.issuedOn, stated.issuedOn) &&
    !differ(
      own.object && `${own.object.type} ${own.object.key}`,
      stated.object && `${stated.object.type} ${stated.object.key}`,
    )
  );
}

function differ(one: string | null, other: string | null): boolean {
  return one !== null && other !== null && one !== other;
}

/** All papers that the facts at hand give, as the hub knew by then. */

import type { Instant } from '#shared/pure/time.ts';
import { foldDossier } from './dossier.ts';
import { OpenLetters } from './open-letters.ts';
import type { KnownPaper } from './paper.ts';
import { papersOfDossier } from './papers-of-dossier.ts';
import { papersOfRecord, papersShared } from './papers-of-others.ts';
import type { UnsettledReason } from './question.ts';
import type { World } from './world.ts';

/** Papers of every dossier, shared aggregate and personnel record in the world. */
export function papersOfWorld(world: World, knownAt: Instant): KnownPaper[] {
  const context = { ...world, knownAt };
  const letters = new OpenLetters(world, knownAt);
  const dossiers = [...world.dossiers].flatMap(([code, facts]) =>
    papersOfDossier(foldDossier(code, facts, context), world.catalogue, letters.isOpen('dossiers', code)),
  );
  const shared = papersShared(world.sharedPapers, context, (key) => letters.isOpen('shared_papers', key));
  const records = [...world.civilServants].flatMap(([code, facts]) =>
    papersOfRecord(code, facts, context, letters.isOpen('civil_servants', code)),
  );
  return [...dossiers, ...shared, ...records].map((paper) =>
    letters.mayChange(paper) ? { ...paper, unsettled: unsettledByLetter(paper.unsettled) } : paper,
  );
}

/** In the order in which they are told (rules.md 17). */
const REASONS: readonly UnsettledReason[] = [
  'RELATION_UNPROVEN',
  'IDENTITY_CONFLICT',
  'DEAD_LETTER_OPEN',
  'COMPLETED_UNPROVEN',
];

function unsettledByLetter(reasons: readonly UnsettledReason[]): readonly UnsettledReason[] {
  return REASONS.filter((reason) => reason === 'DEAD_LETTER_OPEN' || reasons.includes(reason));
}

/** All papers that the facts at hand give, as the hub knew by then. */

import type { Instant } from '#shared/pure/time.ts';
import { foldDossier } from './dossier.ts';
import type { KnownPaper } from './paper.ts';
import { papersOfDossier } from './papers-of-dossier.ts';
import { papersOfRecord, papersShared } from './papers-of-others.ts';
import type { World } from './world.ts';

/** Papers of every dossier, shared aggregate and personnel record in the world. */
export function papersOfWorld(world: World, knownAt: Instant): KnownPaper[] {
  const context = { ...world, knownAt };
  const dossiers = [...world.dossiers].flatMap(([code, facts]) =>
    papersOfDossier(
      foldDossier(code, facts, context),
      world.catalogue,
      hasOpenDeadLetter(world, 'dossiers', code, knownAt),
    ),
  );
  const shared = papersShared(world.sharedPapers, context, (key) =>
    hasOpenDeadLetter(world, 'shared_papers', key, knownAt),
  );
  const records = [...world.civilServants].flatMap(([code, facts]) => papersOfRecord(code, facts, context));
  return [...dossiers, ...shared, ...records];
}

/** Whether the hub knew by then that a record about the aggregate could not be read. */
export function hasOpenDeadLetter(
  world: World,
  stream: 'dossiers' | 'shared_papers',
  aggregateKey: string,
  knownAt: Instant,
): boolean {
  return world.deadLetters.some(
    (letter) =>
      letter.stream === stream && letter.aggregateKey === aggregateKey && letter.knownFrom <= knownAt,
  );
}

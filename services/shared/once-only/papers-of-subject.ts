/** Every paper that answers for a person in any role, with its state on a day. */
import { type Day, type Instant } from '#shared/pure/time.ts';
import { answersAnywhere } from './holding.ts';
import { isCandidateOn, judgePaper, newestFirst } from './judge.ts';
import { papersOfWorld } from './papers-of-world.ts';
import type { JudgedPaper } from './question.ts';
import { type World, worldAskedAbout } from './world.ts';

/** The papers of one subject, the newest first; statuses are those of the pre-check. */
export function papersOfSubject(subjectKey: string, on: Day, knownAt: Instant, world: World): JudgedPaper[] {
  const seen = worldAskedAbout(world, [subjectKey]);
  const papers = papersOfWorld(seen, knownAt);
  const bench = { world: seen, papers, on, knownAt };
  return papers
    .filter((paper) => isCandidateOn(paper, on) && answersAnywhere(paper, subjectKey))
    .map((paper) => judgePaper(paper, [subjectKey], {}, bench))
    .sort(newestFirst);
}

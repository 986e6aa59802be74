/** The family's count: what was asked of them in all pre-checks, and what they did not have to bring. */
import type { HeardPreCheck } from './play.ts';

export interface FamilyCount {
  readonly preChecks: number;
  readonly asked: number;
  readonly held: number;
  readonly toBring: number;
  /** Neither: looked up in a state database, needed in another case only, or not settled yet. */
  readonly leftOpen: number;
  /** Of the procedures that the family filed for: papers that were held and did not have to be brought. */
  readonly filed: number;
  readonly saved: number;
}

export function countPapers(heard: readonly HeardPreCheck[]): FamilyCount {
  const total = (count: (one: HeardPreCheck) => number): number =>
    heard.reduce((sum, one) => sum + count(one), 0);
  const asked = total(({ now }) => now.counts.required);
  const held = total(({ now }) => now.counts.held);
  const toBring = total(({ now }) => now.counts.toBring);
  const leftOpen = total(
    ({ now }) => now.papers.filter((paper) => !isHeld(paper) && !now.toBring.includes(paper.ordinal)).length,
  );
  const filed = heard.filter(({ ask }) => ask.filed === true);
  const saved = filed.reduce((sum, { now }) => sum + savedIn(now), 0);
  return { preChecks: heard.length, asked, held, toBring, leftOpen, filed: filed.length, saved };
}

function savedIn(answer: HeardPreCheck['now']): number {
  return answer.papers.filter((paper) => isHeld(paper) && !answer.toBring.includes(paper.ordinal)).length;
}

function isHeld({ status }: { readonly status: string }): boolean {
  return status.startsWith('HELD');
}

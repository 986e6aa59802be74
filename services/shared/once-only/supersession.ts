/** Whether a later paper took a paper's place (rules.md 21). */
import type { Day } from '#shared/pure/time.ts';
import type { Catalogue, Supersession } from './catalogue.ts';
import { holds } from './holding.ts';
import type { KnownPaper } from './paper.ts';

/** The paper that supersedes this one, as far as these persons hold it, on a day; undefined if none does. */
export function supersederOf(
  paper: KnownPaper,
  subjectKeys: readonly string[],
  papers: readonly KnownPaper[],
  on: Day,
  catalogue: Catalogue,
): KnownPaper | undefined {
  const holders = subjectKeys.filter((subjectKey) => holds(paper, subjectKey));
  return papers.find(
    (other) =>
      other.paperId !== paper.paperId &&
      other.established &&
      paper.issuedOn <= other.issuedOn &&
      other.issuedOn <= on &&
      (statesIt(other, paper, holders) ||
        catalogue.supersessions.some((rule) => applies(rule, other, paper, holders))),
  );
}

function applies(
  rule: Supersession,
  trigger: KnownPaper,
  paper: KnownPaper,
  holders: readonly string[],
): boolean {
  if (rule.trigger !== trigger.paperKind || rule.superseded !== paper.paperKind) return false;
  if (rule.perObject && !isSameObject(trigger, paper)) return false;
  return holders.some((subjectKey) =>
    rule.triggerRole === null
      ? holds(trigger, subjectKey)
      : trigger.holders.some((named) => named.subjectKey === subjectKey && named.role === rule.triggerRole),
  );
}

function isSameObject(one: KnownPaper, other: KnownPaper): boolean {
  const [left, right] = [one.stated.object, other.stated.object];
  return left !== null && right !== null && left.type === right.type && left.key === right.key;
}

/** The later paper itself says by number whose place it takes. */
function statesIt(other: KnownPaper, paper: KnownPaper, holders: readonly string[]): boolean {
  const named = other.stated.supersedes;
  if (named === null || named.number === null || named.number !== paper.stated.number) return false;
  if (named.resultCode !== null && named.resultCode !== paper.stated.resultCode) return false;
  return holders.some((subjectKey) => other.holders.some((holder) => holder.subjectKey === subjectKey));
}

/** Faults in what makes a paper stale: days, recalls, disputes, copies, posts, supersession. */
import { type Mutant, mutant } from './mutant.ts';

export const PAPERS_MUTANTS: readonly Mutant[] = [
  mutant(
    'six months are 180 days',
    'judge',
    'addMonths(paper.issuedOn, demand.maxAgeMonths)',
    'new Date(Date.parse(paper.issuedOn) + demand.maxAgeMonths * 30 * 86_400_000).toISOString().slice(0, 10)',
  ),
  mutant(
    'the last day of validity does not count',
    'judge',
    'lastDay !== undefined && lastDay < on ?',
    'lastDay !== undefined && lastDay <= on ?',
  ),
  mutant('expiring is a day too early', 'judge', 'lastDay < lastsUntil ?', 'lastDay <= lastsUntil ?'),
  mutant(
    'a paper issued later is a candidate',
    'judge',
    'return paper.issuedOn <= on &&',
    "return paper.issuedOn <= '9999' &&",
  ),
  mutant(
    'a dispute is not ended by a verification',
    'judge',
    "said.findLast((remark) => remark.kind !== 'REVOKED')",
    "said.findLast((remark) => remark.kind === 'DISPUTED')",
  ),
  mutant('what is said of a paper counts before its day', 'judge', 'remark.on <= on', "remark.on <= '9999'"),
  mutant('a recall is forgotten', 'judge', 'RECALLED: recallProof(paper, bench)', 'RECALLED: undefined'),
  mutant(
    'a copy outlives its original',
    'judge',
    'COPIES.has(paper.origin) ?',
    "COPIES.has(paper.origin) && paper.kind === '' ?".replace('paper.kind', 'paper.paperKind'),
  ),
  mutant(
    'a good original does not outweigh',
    'judge',
    'if (judged.some(({ found }) => found.length === 0)) return [];',
    '',
  ),
  mutant('a copy is of any number', 'judge', '!differ(paper.stated.number, copiedNumberOf(copy)) &&', ''),
  mutant('an original may be later than its copy', 'judge', 'paper.issuedOn > copy.issuedOn ||', ''),
  mutant(
    'an unsettled paper is stale first',
    'judge',
    "if (unsettled.length > 0) return 'UNSETTLED';\n  if (stale.length > 0) return 'STALE';",
    "if (stale.length > 0) return 'STALE';\n  if (unsettled.length > 0) return 'UNSETTLED';",
  ),
  mutant(
    "a stranger's recall counts",
    'document',
    'agencies.isSameOffice(fact.event.agency, issuer)',
    "fact.event.agency !== ''",
  ),
  mutant(
    'a recall counts before its day',
    'document',
    'isRecallBy(issuer, fact, agencies) && dayOfFact(fact) <= on',
    'isRecallBy(issuer, fact, agencies)',
  ),
  mutant(
    "a document's issuer is its paper's",
    'document',
    'issuerOf(documentKey, standing, agencies) ?? paperIssuer',
    'paperIssuer',
  ),
  mutant(
    'a successor is another office',
    'agencies',
    'return left === right || this.#reaches(left, right) || this.#reaches(right, left);',
    'return left === right;',
  ),
  mutant('the last day in post does not count', 'civil-servant', 'signedOn <= post.to', 'signedOn < post.to'),
  mutant(
    'the day of retirement is in post',
    'civil-servant',
    'ends.push(addDays(effectiveOn, -1));',
    'ends.push(effectiveOn);',
  ),
  mutant(
    'a transfer alone proves nothing',
    'civil-servant',
    'return [...stated, ...postsLeft(transfers, stated, agencies)]',
    'return [...stated]',
  ),
  mutant(
    'somebody without a post is unknown',
    'civil-servant',
    "return inPost ? 'IN_POST' : 'NOT_IN_POST';",
    "return inPost ? 'IN_POST' : 'UNKNOWN';",
  ),
  mutant(
    'supersession does not ask for the object',
    'supersession',
    'if (rule.perObject && !isSameObject(trigger, paper)) return false;',
    '',
  ),
  mutant(
    'a paper of the same day does not supersede',
    'supersession',
    'paper.issuedOn <= other.issuedOn &&',
    'paper.issuedOn < other.issuedOn &&',
  ),
  mutant('an open dossier supersedes', 'supersession', 'other.established &&', ''),
  mutant('supersession counts before its day', 'supersession', 'other.issuedOn <= on &&', ''),
];

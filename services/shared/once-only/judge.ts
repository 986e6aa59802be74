/** One paper judged on a day: what unsettles it, what makes it stale, how long it lasts (rules.md 12, 17–21). */
import type { Fact } from '#shared/pure/fact.ts';
import { addMonths, type Day, dayOf, type Instant } from '#shared/pure/time.ts';
import { postsOf, signerStanding } from './civil-servant.ts';
import { factsOfDocument, recallOf } from './document.ts';
import { holds } from './holding.ts';
import { compareText } from './order.ts';
import { type KnownPaper, showPaper } from './paper.ts';
import type { JudgedPaper, PaperStatus, SignerStanding, StaleReason, UnsettledReason } from './question.ts';
import { supersederOf } from './supersession.ts';
import type { World } from './world.ts';

/** What a judgement looks at besides the paper. */
export interface Bench {
  readonly world: World;
  /** All papers that the question can see. */
  readonly papers: readonly KnownPaper[];
  readonly on: Day;
  readonly knownAt: Instant;
}

/** What a row of the procedure asks beyond validity. */
export interface Demand {
  readonly maxAgeMonths?: number;
  /** Days that the procedure takes: a paper that ends before is HELD_EXPIRING. */
  readonly lastsUntil?: Day;
  readonly requiresOriginalSurrender?: boolean;
}

/** A paper that exists on the day at all: not issued or valid only later. */
export function isCandidateOn(paper: KnownPaper, on: Day): boolean {
  return paper.issuedOn <= on && (paper.stated.validFrom === null || paper.stated.validFrom <= on);
}

/** Judges a candidate as far as these persons hold it. */
export function judgePaper(
  paper: KnownPaper,
  subjectKeys: readonly string[],
  demand: Demand,
  bench: Bench,
): JudgedPaper {
  const lastDay = lastDayOf(paper, demand);
  const signer = signerOf(paper, bench);
  const stale = staleFindings(paper, subjectKeys, demand, bench);
  const unsettled = unsettledFor(paper, subjectKeys, bench.world);
  const reasons = [...unsettled, ...new Set(stale.map((found) => found.reason))];
  const [reason] = reasons;
  return {
    status: statusOf(unsettled, stale, lastDay, demand),
    ...(reason !== undefined && { reason }),
    reasons,
    held: showPaper(
      paper,
      signer,
      lastDay,
      stale.flatMap((found) => found.proof),
    ),
  };
}

/** While it is in question who a person is, so is whose paper this is (rules.md 11). */
function unsettledFor(
  { unsettled }: KnownPaper,
  subjectKeys: readonly string[],
  { links, personConflicts }: World,
): readonly UnsettledReason[] {
  const inQuestion = subjectKeys.some((subjectKey) =>
    links.keysOf(subjectKey).some((key) => personConflicts.has(key)),
  );
  return inQuestion ? [...new Set<UnsettledReason>(['IDENTITY_CONFLICT', ...unsettled])] : unsettled;
}

function statusOf(
  unsettled: readonly UnsettledReason[],
  stale: readonly StaleFinding[],
  lastDay: Day | undefined,
  demand: Demand,
): PaperStatus {
  if (unsettled.length > 0) return 'UNSETTLED';
  if (stale.length > 0) return 'STALE';
  if (demand.requiresOriginalSurrender === true) return 'HELD_ORIGINAL_MUST_BE_SURRENDERED';
  const { lastsUntil } = demand;
  return lastDay !== undefined && lastsUntil !== undefined && lastDay < lastsUntil ? 'HELD_EXPIRING' : 'HELD';
}

/** The newest first; in the same order however they were read. */
export function newestFirst(left: JudgedPaper, right: JudgedPaper): number {
  return (
    compareText(right.held.issuedOn, left.held.issuedOn) || compareText(left.held.paperId, right.held.paperId)
  );
}

/** The last day of validity for this demand: the earlier of the paper's own and of its greatest age. */
function lastDayOf(paper: KnownPaper, demand: Demand): Day | undefined {
  const byAge =
    demand.maxAgeMonths === undefined ? undefined : addMonths(paper.issuedOn, demand.maxAgeMonths);
  return [paper.validTo, byAge].filter((day) => day !== undefined).sort()[0];
}

const COPIES: ReadonlySet<KnownPaper['origin']> = new Set(['COMPONENT', 'CERTIFIED_COPY']);
const ORIGINALS: ReadonlySet<KnownPaper['origin']> = new Set(['RESULT', 'SHARED']);

/** Why a paper is stale, with the facts that say so. */
interface StaleFinding {
  readonly reason: StaleReason;
  readonly proof: readonly Fact[];
}

const STALE_ORDER: readonly StaleReason[] = [
  'REVOKED',
  'RECALLED',
  'DISPUTED',
  'SUPERSEDED',
  'SIGNER_NOT_IN_POST',
  'EXPIRED',
];

function staleFindings(
  paper: KnownPaper,
  subjectKeys: readonly string[],
  demand: Demand,
  bench: Bench,
): StaleFinding[] {
  const own = ownFindings(paper, subjectKeys, demand, bench);
  const copied = COPIES.has(paper.origin) ? findingsOfOriginal(paper, subjectKeys, demand, bench) : [];
  return [...own, ...copied].sort(
    (left, right) => STALE_ORDER.indexOf(left.reason) - STALE_ORDER.indexOf(right.reason),
  );
}

function ownFindings(
  paper: KnownPaper,
  subjectKeys: readonly string[],
  demand: Demand,
  bench: Bench,
): StaleFinding[] {
  const { on, world, papers } = bench;
  const lastDay = lastDayOf(paper, demand);
  const said = paper.remarks.filter((remark) => remark.on <= on);
  const revoked = said.filter((remark) => remark.kind === 'REVOKED');
  const opinion = said.findLast((remark) => remark.kind !== 'REVOKED');
  const proofs: Readonly<Record<StaleReason, readonly Fact[] | undefined>> = {
    REVOKED: revoked.length === 0 ? undefined : revoked.map((remark) => remark.fact),
    RECALLED: recallProof(paper, bench),
    DISPUTED: opinion?.kind === 'DISPUTED' ? [opinion.fact] : undefined,
    SUPERSEDED: supersederOf(paper, subjectKeys, papers, on, world.catalogue)?.facts,
    SIGNER_NOT_IN_POST: signerOf(paper, bench) === 'NOT_IN_POST' ? postFacts(paper, bench) : undefined,
    EXPIRED: lastDay !== undefined && lastDay < on ? [] : undefined,
  };
  return STALE_ORDER.flatMap((reason) => {
    const proof = proofs[reason];
    return proof === undefined ? [] : [{ reason, proof }];
  });
}

function recallProof(paper: KnownPaper, { world, on, knownAt }: Bench): readonly Fact[] | undefined {
  const { documentKey } = paper.stated;
  if (documentKey === null) return undefined;
  const facts = factsOfDocument(documentKey, world.documents, knownAt, world.agencies);
  const recall = recallOf(documentKey, facts, paper.issuerCode, on, knownAt, world.agencies);
  return recall === undefined ? undefined : [recall];
}

/** The posts that the signer did have: they prove that none of them was this one on that day. */
function postFacts(paper: KnownPaper, { world, knownAt }: Bench): readonly Fact[] {
  const facts = world.civilServants.get(paper.stated.signer?.civilServantCode ?? '') ?? [];
  return postsOf(facts, knownAt, world.agencies).map((post) => post.fact);
}

function signerOf(paper: KnownPaper, { world, knownAt }: Bench): SignerStanding {
  const code = paper.stated.signer?.civilServantCode ?? undefined;
  if (code === undefined) return 'UNKNOWN';
  const { signedAt } = paper.stated;
  const signedOn = signedAt === null ? paper.issuedOn : dayOf(signedAt);
  return signerStanding(world.civilServants.get(code), paper.issuerCode, signedOn, knownAt, world.agencies);
}

/**
 * A copy is as stale as the original that the hub knows from elsewhere, if that is not later than the copy; another
 * original that is good outweighs it (rules.md 12).
 */
function findingsOfOriginal(
  copy: KnownPaper,
  subjectKeys: readonly string[],
  demand: Demand,
  bench: Bench,
): StaleFinding[] {
  const settled = bench.papers.filter(
    (paper) => paper.unsettled.length === 0 && isOriginalOf(paper, copy, subjectKeys, bench.on),
  );
  const judged = settled.map((paper) => ({ paper, found: ownFindings(paper, subjectKeys, demand, bench) }));
  if (judged.some(({ found }) => found.length === 0)) return [];
  return judged.flatMap(({ paper, found }) =>
    found.map(({ reason, proof }) => ({ reason, proof: [...paper.facts, ...proof] })),
  );
}

/** What of a copy tells which paper it is one of. */
export type Copy = Pick<
  KnownPaper,
  'origin' | 'paperKind' | 'dossierCode' | 'issuedOn' | 'stated' | 'holders' | 'copiedNumber'
>;

/** Whether a result or shared paper is what a component of these persons is a copy of. */
export function isOriginalOf(
  paper: KnownPaper,
  copy: Copy,
  subjectKeys: readonly string[],
  on: Day,
): boolean {
  if (!ORIGINALS.has(paper.origin) || paper.paperKind !== copy.paperKind) return false;
  if (paper.dossierCode !== undefined && paper.dossierCode === copy.dossierCode) return false;
  if (paper.issuedOn > copy.issuedOn || !isCandidateOn(paper, on)) return false;
  if (!holdersOf(copy, subjectKeys).some((subjectKey) => holds(paper, subjectKey))) return false;
  const differ = (left: string | null | undefined, right: string | null | undefined): boolean =>
    left != null && right != null && left !== right;
  const [left, right] = [paper.stated.object, copy.stated.object];
  return (
    !differ(paper.stated.number, copiedNumberOf(copy)) &&
    !differ(left && `${left.type} ${left.key}`, right && `${right.type} ${right.key}`)
  );
}

/** Those asked about who hold the copy; where it only answers for them (a mother, a father), whoever holds it. */
function holdersOf(copy: Copy, subjectKeys: readonly string[]): readonly string[] {
  const holding = (keys: readonly string[]): string[] => keys.filter((subjectKey) => holds(copy, subjectKey));
  const asked = holding(subjectKeys);
  return asked.length > 0 ? asked : holding(copy.holders.map(({ subjectKey }) => subjectKey));
}

/** A certified copy has a number of its own, which says nothing of what it copies. */
function copiedNumberOf(copy: Copy): string | null | undefined {
  return copy.origin === 'CERTIFIED_COPY' ? copy.copiedNumber : copy.stated.number;
}

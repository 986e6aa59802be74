/** One paper judged on a day: what unsettles it, what makes it stale, how long it lasts (rules.md 12, 17–21). */
import { addMonths, type Day, dayOf, type Instant } from '#shared/pure/time.ts';
import { signerStanding } from './civil-servant.ts';
import { factsOfDocument, recallOf } from './document.ts';
import { holds } from './holding.ts';
import { compareText } from './order.ts';
import { type KnownPaper, showPaper } from './paper.ts';
import type { JudgedPaper, PaperStatus, SignerStanding, StaleReason } from './question.ts';
import { isSuperseded } from './supersession.ts';
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
  const stale = staleReasons(paper, subjectKeys, demand, bench);
  const reasons = [...paper.unsettled, ...stale];
  const [reason] = reasons;
  return {
    status: statusOf(paper, stale, lastDay, demand),
    ...(reason !== undefined && { reason }),
    reasons,
    held: showPaper(paper, signer, lastDay),
  };
}

function statusOf(
  paper: KnownPaper,
  stale: readonly StaleReason[],
  lastDay: Day | undefined,
  demand: Demand,
): PaperStatus {
  if (paper.unsettled.length > 0) return 'UNSETTLED';
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

function staleReasons(
  paper: KnownPaper,
  subjectKeys: readonly string[],
  demand: Demand,
  bench: Bench,
): StaleReason[] {
  const own = ownStaleReasons(paper, subjectKeys, demand, bench);
  const copied = COPIES.has(paper.origin) ? reasonsOfOriginal(paper, subjectKeys, demand, bench) : [];
  return STALE_ORDER.filter((reason) => own.includes(reason) || copied.includes(reason));
}

const STALE_ORDER: readonly StaleReason[] = [
  'REVOKED',
  'RECALLED',
  'DISPUTED',
  'SUPERSEDED',
  'SIGNER_NOT_IN_POST',
  'EXPIRED',
];

function ownStaleReasons(
  paper: KnownPaper,
  subjectKeys: readonly string[],
  demand: Demand,
  bench: Bench,
): StaleReason[] {
  const { on, world, papers } = bench;
  const lastDay = lastDayOf(paper, demand);
  const said = paper.remarks.filter((remark) => remark.on <= on);
  const opinion = said.findLast((remark) => remark.kind !== 'REVOKED');
  const isStale: Readonly<Record<StaleReason, boolean>> = {
    REVOKED: said.some((remark) => remark.kind === 'REVOKED'),
    RECALLED: isRecalled(paper, bench),
    DISPUTED: opinion?.kind === 'DISPUTED',
    SUPERSEDED: isSuperseded(paper, subjectKeys, papers, on, world.catalogue),
    SIGNER_NOT_IN_POST: signerOf(paper, bench) === 'NOT_IN_POST',
    EXPIRED: lastDay !== undefined && lastDay < on,
  };
  return STALE_ORDER.filter((reason) => isStale[reason]);
}

function isRecalled(paper: KnownPaper, { world, on, knownAt }: Bench): boolean {
  const { documentKey } = paper.stated;
  if (documentKey === null) return false;
  const facts = factsOfDocument(documentKey, world.documents, knownAt, world.agencies);
  return recallOf(documentKey, facts, paper.issuerCode, on, knownAt, world.agencies) !== undefined;
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
function reasonsOfOriginal(
  copy: KnownPaper,
  subjectKeys: readonly string[],
  demand: Demand,
  bench: Bench,
): StaleReason[] {
  const originals = bench.papers.filter((paper) => isOriginalOf(paper, copy, subjectKeys, bench.on));
  const judged = originals.map((paper) => ({
    isGood: paper.unsettled.length === 0,
    stale: ownStaleReasons(paper, subjectKeys, demand, bench),
  }));
  if (judged.some(({ isGood, stale }) => isGood && stale.length === 0)) return [];
  return judged.filter(({ isGood }) => isGood).flatMap(({ stale }) => stale);
}

function isOriginalOf(paper: KnownPaper, copy: KnownPaper, subjectKeys: readonly string[], on: Day): boolean {
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
function holdersOf(copy: KnownPaper, subjectKeys: readonly string[]): readonly string[] {
  const holding = (keys: readonly string[]): string[] => keys.filter((subjectKey) => holds(copy, subjectKey));
  const asked = holding(subjectKeys);
  return asked.length > 0 ? asked : holding(copy.holders.map(({ subjectKey }) => subjectKey));
}

/** A certified copy has a number of its own, which says nothing of what it copies. */
function copiedNumberOf(copy: KnownPaper): string | null | undefined {
  return copy.origin === 'CERTIFIED_COPY' ? copy.copiedNumber : copy.stated.number;
}

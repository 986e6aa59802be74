/**
 * Whether an agency asked for a paper that the applicant held (rules.md 24): judged as the hub knew at the instant
 * it recorded the request, on the request's own day.
 */
import type { AskKind, Paper as StatedPaper } from '#schemas/generated/events.ts';
import { NOTHING_STATED } from '#shared/pure/blank-paper.ts';
import { type Fact, isFactOf } from '#shared/pure/fact.ts';
import { type Day, dayOf } from '#shared/pure/time.ts';
import { type Procedure, type RequiredPaper, rowsOn } from './catalogue.ts';
import { type Dossier, foldDossier } from './dossier.ts';
import { answersFor } from './holding.ts';
import { type Bench, isCandidateOn, judgePaper } from './judge.ts';
import { dayOfFact } from './order.ts';
import { type KnownPaper, kindOfStated } from './paper.ts';
import { papersOfWorld } from './papers-of-world.ts';
import type { ShownPaper } from './question.ts';
import { demandOf } from './rows.ts';
import type { World } from './world.ts';

export interface ReAsk {
  readonly paperKind: string;
  readonly askedBy: AskKind;
  /** Names the request within its dossier: the same however often it is stated. */
  readonly requestKey: string;
  readonly request: Fact;
  readonly procedureCode?: string;
  /** The paper that the applicant held from elsewhere. */
  readonly held: ShownPaper;
}

/** Whether a fact asks for papers at all. */
export function isRequest(fact: Fact): boolean {
  return askedPapers(fact).length > 0;
}

/**
 * What this request asked for although the applicant held it. The world holds the dossier and the applicant's papers.
 */
export function reAsksOf(request: Fact, dossierCode: string, applicant: string, world: World): ReAsk[] {
  const asked = askedPapers(request);
  if (asked.length === 0) return [];
  const knownAt = request.event.recordedAt;
  const on = dayOfFact(request);
  const dossier = foldDossier(dossierCode, world.dossiers.get(dossierCode) ?? [], { ...world, knownAt });
  if (!dossier.facts.some(({ fact }) => fact.factId === request.factId)) return [];
  const elsewhere = papersOfWorld(world, knownAt).filter((paper) => paper.dossierCode !== dossierCode);
  const bench: Bench = { world, papers: elsewhere, on, knownAt };
  return asked.flatMap(({ paper, askedBy, requestKey }) => {
    const paperKind = kindOfStated(paper, dossier.filedOn ?? on, world.catalogue);
    if (paperKind === undefined) return [];
    const held = heldAs(paperKind, paper, world.links.personOf(applicant), dossier, bench);
    if (held === undefined) return [];
    const { procedureCode } = dossier;
    const found = { paperKind, askedBy, requestKey, request, held };
    return [procedureCode === undefined ? found : { ...found, procedureCode }];
  });
}

interface AskedPaper {
  readonly paper: StatedPaper;
  readonly askedBy: AskKind;
  readonly requestKey: string;
}

/** A component that was taken over from what the State has is no re-ask; being digitised says nothing. */
function askedPapers(fact: Fact): AskedPaper[] {
  if (isFactOf(fact, 'ComponentSubmitted')) {
    const { paper, componentKey, reuse } = fact.event;
    if (reuse === 'COMPONENT' || reuse === 'RESULT') return [];
    return [{ paper, askedBy: 'COMPONENT', requestKey: `component:${componentKey}` }];
  }
  if (isFactOf(fact, 'SupplementRequested')) {
    const { papers, supplementId } = fact.event;
    const request = supplementId ?? dayOf(fact.event.occurredAt);
    return papers.map(({ paperKind, code, name }, index) => ({
      paper: { ...NOTHING_STATED, paperKind, code, name },
      askedBy: 'SUPPLEMENT_REQUEST',
      requestKey: `supplement:${request}:${code ?? name ?? index}`,
    }));
  }
  return [];
}

/** The paper that answers the request, by what the procedure demands of such a paper; the newest of several. */
function heldAs(
  paperKind: string,
  asked: StatedPaper,
  applicant: string,
  dossier: Dossier,
  bench: Bench,
): ShownPaper | undefined {
  const rows = rowsFor(paperKind, dossier.procedure, bench.on);
  const fits = bench.papers.flatMap((paper) => {
    if (!isCandidateOn(paper, bench.on) || !answersFor(paper, paperKind, applicant)) return [];
    const judged = demandsOn(paper, paperKind, asked, rows, dossier.procedure, bench).map((demand) =>
      judgePaper(paper, [applicant], demand, bench),
    );
    const held = judged.find(({ status }) => status === 'HELD')?.held;
    return held === undefined ? [] : [held];
  });
  return fits.sort((left, right) => (left.issuedOn < right.issuedOn ? 1 : -1))[0];
}

function rowsFor(paperKind: string, procedure: Procedure | undefined, on: Day): readonly RequiredPaper[] {
  return (procedure === undefined ? [] : rowsOn(procedure, on)).filter(
    (row) =>
      row.condition !== 'NEVER' && (row.paperKind === paperKind || row.satisfiedBy.includes(paperKind)),
  );
}

/** What is demanded of a paper: once for each row that it can satisfy; nothing beyond validity where no row asks. */
function demandsOn(
  paper: KnownPaper,
  paperKind: string,
  asked: StatedPaper,
  rows: readonly RequiredPaper[],
  procedure: Procedure | undefined,
  { on }: Bench,
): ReturnType<typeof demandOf>[] {
  if (procedure === undefined || rows.length === 0) return paper.paperKind === paperKind ? [{}] : [];
  return rows
    .filter((row) =>
      row.paperKind === paperKind ? row.satisfiedBy.includes(paper.paperKind) : paper.paperKind === paperKind,
    )
    .filter((row) => !row.perObject || isSameObject(paper.stated, asked))
    .map((row) => demandOf(row, procedure, { on }));
}

function isSameObject(one: Pick<StatedPaper, 'object'>, other: Pick<StatedPaper, 'object'>): boolean {
  return (
    one.object !== null &&
    other.object !== null &&
    one.object.type === other.object.type &&
    one.object.key === other.object.key
  );
}

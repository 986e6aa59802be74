/** What the hub answered, in the few words in which the story states what it expects. */
import { isDeepStrictEqual } from 'node:util';
import type { Ask, ExpectedDossier, ExpectedPreCheck } from './row.ts';

/** The parts of an answer to a pre-check that the story looks at. */
export interface PreCheckAnswer {
  readonly papers: readonly AnsweredPaper[];
  readonly toBring: readonly number[];
  readonly prefill: readonly { readonly field: string; readonly value?: string }[];
  readonly counts: { readonly required: number; readonly held: number; readonly toBring: number };
}

interface AnsweredPaper {
  readonly ordinal: number;
  readonly name: string;
  readonly nameEn?: string;
  readonly status: string;
  readonly reason?: string;
  readonly held?: { readonly number?: string };
}

/** The parts of a paper of somebody that the story looks at. */
export interface PaperOf {
  readonly status: string;
  readonly reason?: string;
  readonly held: {
    readonly paperKind: string;
    readonly number?: string;
    readonly signer: { readonly code?: string; readonly standing: string };
  };
}

/** The parts of a dossier that the story looks at. */
export interface DossierAnswer {
  readonly state?: string;
  readonly outcome: string;
  readonly dueAt?: string;
  readonly steps: readonly unknown[];
  readonly supplements: readonly unknown[];
  readonly timeline: readonly unknown[];
}

/** `STALE/SUPERSEDED`. */
export function sayStatus({ status, reason }: Pick<AnsweredPaper, 'status' | 'reason'>): string {
  return reason === undefined ? status : `${status}/${reason}`;
}

/** `STALE/SUPERSEDED DP 731209`. */
function sayPaper(paper: AnsweredPaper): string {
  return [sayStatus(paper), paper.held?.number].filter((word) => word !== undefined).join(' ');
}

export function sayPreCheck({ papers, toBring, prefill }: PreCheckAnswer): ExpectedPreCheck {
  return {
    papers: papers.map(sayPaper),
    toBring,
    prefill: Object.fromEntries(prefill.map(({ field, value = '' }) => [field, value])),
  };
}

/** One line a paper, in alphabetical order: `BUILDING_PERMIT 57/GPXD HELD, signer UNKNOWN`. */
export function sayPapers(papers: readonly PaperOf[]): readonly string[] {
  return papers
    .map((paper) => {
      const { held } = paper;
      const signer = held.signer.code === undefined ? '' : `, signer ${held.signer.standing}`;
      return `${held.paperKind} ${held.number ?? '-'} ${sayStatus(paper)}${signer}`;
    })
    .sort();
}

export function sayDossier(dossier: DossierAnswer): ExpectedDossier {
  return {
    state: dossier.state ?? '',
    outcome: dossier.outcome,
    steps: dossier.steps.length,
    supplements: dossier.supplements.length,
    entries: dossier.timeline.length,
    ...(dossier.dueAt !== undefined && { dueAt: dossier.dueAt }),
  };
}

/** An answer as the story states it. */
export type Said = ExpectedPreCheck | readonly string[] | ExpectedDossier;

/** Whether what was said is what was expected; of a pre-check, pre-filled fields only where they are stated. */
export function isAsExpected(said: Said, expected: Said): boolean {
  return isDeepStrictEqual(comparable(said, expected), comparable(expected, expected));
}

function comparable(said: Said, expected: Said): unknown {
  if (!('toBring' in said) || !('toBring' in expected)) return said;
  const { papers, toBring, prefill } = said;
  if (expected.prefill === undefined) return { papers, toBring };
  return { papers, toBring, prefill };
}

/** What is expected when the whole story is known. */
export function lastAnswer(ask: Ask): Said {
  return ask.kind === 'DOSSIER' ? ask.answer : (ask.last ?? ask.answer);
}

/** The model's questions over HTTP, as the national portal asks them; answers in the model's words. */
import type { JudgedPaper, PreCheckAnswer } from '#shared/once-only/question.ts';
import type { Subject } from '#shared/pure/hub-key.ts';
import { formatInstant } from '#shared/pure/time.ts';
import { sayPaper, sayPreCheck } from '../product.ts';
import type { Asked, Said } from '../told.ts';

type People = ReadonlyMap<string, Subject>;

const HEADERS = { 'hub-purpose': 'INSPECTION', 'content-type': 'application/json' };

function knownAtOf(asked: Asked): { readonly knownAt?: string } {
  const { knownAt } = asked.kind === 'PAPERS' ? asked : asked.question;
  return Number.isFinite(knownAt) ? { knownAt: formatInstant(knownAt) } : {};
}

/** The portal's answer; the persons whom a paper names are not part of it. */
export async function askPortal(portal: string, asked: Asked, people: People): Promise<Said> {
  const answer = await (asked.kind === 'PAPERS'
    ? askPapers(portal, asked, people)
    : askPreCheck(portal, asked, people));
  const text = await answer.text();
  if (!answer.ok) {
    const { code }: { readonly code?: string } = JSON.parse(text);
    return { refused: code ?? text };
  }
  if (asked.kind === 'PRE_CHECK') {
    const document: PreCheckAnswer = JSON.parse(text, namingNobody);
    return sayPreCheck(document);
  }
  const { papers }: { readonly papers: readonly JudgedPaper[] } = JSON.parse(text, namingNobody);
  return { papers: papers.map((paper) => JSON.stringify(sayPaper(paper))).sort() };
}

/** A paper, which has its provenance, in the shape that names persons, with none. */
function namingNobody(_name: string, value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'provenance' in value
    ? { ...value, concerns: [] }
    : value;
}

/** An answer of the oracle without the persons whom its papers name. */
export function withoutPersons(said: Said): Said {
  const nameless = (paper: string): string => JSON.stringify({ ...JSON.parse(paper), concerns: [] });
  const all = (papers: readonly string[]): readonly string[] => papers.map(nameless).sort();
  if ('refused' in said) return said;
  if ('papers' in said) return { papers: all(said.papers) };
  const rows = said.rows.map((row) => ({ ...row, best: all(row.best), candidates: all(row.candidates) }));
  return { ...said, rows, avoidable: said.avoidable === null ? null : all(said.avoidable) };
}

function askPapers(
  portal: string,
  asked: Extract<Asked, { kind: 'PAPERS' }>,
  people: People,
): Promise<Response> {
  const { type, id } = people.get(asked.subjectKey) ?? { type: 'PERSON', id: '' };
  const query = new URLSearchParams({ on: asked.on, ...knownAtOf(asked) }).toString();
  return fetch(`${portal}/v1/subjects/${type}/${id}/papers?${query}`, { headers: HEADERS });
}

function askPreCheck(
  portal: string,
  asked: Extract<Asked, { kind: 'PRE_CHECK' }>,
  people: People,
): Promise<Response> {
  const { knownAt: _, subjects, ...question } = asked.question;
  // The portal takes each person once in a role.
  const once = new Map(subjects.map((each) => [`${each.role} ${each.subjectKey}`, each]));
  const named = [...once.values()].map(({ role, subjectKey }) => ({ role, ...people.get(subjectKey) }));
  const body = JSON.stringify({ ...question, subjects: named, ...knownAtOf(asked) });
  return fetch(`${portal}/v1/pre-check`, { method: 'POST', headers: HEADERS, body });
}

/** Judges what is worth a look: re-asks, conflicts, taints. */
import { foldDossier } from '#shared/once-only/dossier.ts';
import { papersOfDossier } from '#shared/once-only/papers-of-dossier.ts';
import { reAsksOf } from '#shared/once-only/re-ask.ts';
import { statedConflict } from '#shared/once-only/stated-conflict.ts';
import { taintsOf } from '#shared/once-only/taint.ts';
import type { FactDraft } from '#shared/pure/draft.ts';
import { dayOf, type Instant } from '#shared/pure/time.ts';
import { conflictDraft, reAskDraft, taintDraft } from '../core/drafts.ts';
import type { KeyedFact, Looks } from '../core/triggers.ts';
import type { Worlds } from '../core/worlds.ts';

export interface LookParts {
  readonly worlds: () => Worlds;
  /** Persons whom the papers name that rest on these. */
  readonly subjectsOnBases: (bases: ReadonlySet<string>) => Promise<readonly string[]>;
  readonly now: () => Instant;
}

/** Everything that was found, each finding once. */
export async function look(looks: Looks, parts: LookParts): Promise<readonly FactDraft[]> {
  const drafts = await allReAsks(looks.requests, parts);
  const worlds = parts.worlds();
  for (const dossierCode of looks.dossiers)
    drafts.push(...(await conflicts(dossierCode, worlds, parts.now())));
  const subjects = new Set([...looks.subjects, ...(await parts.subjectsOnBases(looks.bases))]);
  for (const dossierCode of looks.revokedIn)
    for (const named of await namedInPapersOf(dossierCode, worlds)) subjects.add(named);
  for (const subjectKey of subjects) drafts.push(...(await taints(subjectKey, worlds, parts.now())));
  return [...new Map(drafts.map((draft) => [draft.id, draft])).values()];
}

/** Worlds of one instant at a time: each holds the catalogue and the registry as they were known then. */
async function allReAsks(
  requests: readonly KeyedFact[],
  { worlds, now }: Pick<LookParts, 'worlds' | 'now'>,
): Promise<FactDraft[]> {
  const drafts: FactDraft[] = [];
  for (const together of Map.groupBy(requests, ({ fact }) => fact.event.recordedAt).values()) {
    const then = worlds();
    for (const request of together) drafts.push(...(await reAsks(request, then, now())));
  }
  return drafts;
}

async function reAsks(
  { aggregateKey, fact }: KeyedFact,
  worlds: Worlds,
  recordedAt: Instant,
): Promise<FactDraft[]> {
  const knownAt = fact.event.recordedAt;
  const { world } = await worlds.dossier(aggregateKey, knownAt);
  const facts = world.dossiers.get(aggregateKey) ?? [];
  const { applicants } = foldDossier(aggregateKey, facts, { ...world, knownAt });
  const drafts: FactDraft[] = [];
  for (const applicant of applicants) {
    const beside = await worlds.dossierBeside(aggregateKey, applicant, knownAt);
    const found = reAsksOf(fact, aggregateKey, applicant, beside);
    drafts.push(...found.map((reAsk) => reAskDraft(aggregateKey, applicant, reAsk, recordedAt)));
  }
  return drafts;
}

async function conflicts(dossierCode: string, worlds: Worlds, recordedAt: Instant): Promise<FactDraft[]> {
  const { world, knownAt } = await worlds.dossier(dossierCode);
  const facts = world.dossiers.get(dossierCode) ?? [];
  const found = statedConflict(foldDossier(dossierCode, facts, { ...world, knownAt }));
  return found === undefined ? [] : [conflictDraft(dossierCode, found, recordedAt)];
}

async function taints(subjectKey: string, worlds: Worlds, recordedAt: Instant): Promise<FactDraft[]> {
  const { world, knownAt } = await worlds.papersOf(subjectKey);
  return taintsOf(world, dayOf(recordedAt), knownAt).map((taint) => taintDraft(taint, recordedAt));
}

async function namedInPapersOf(dossierCode: string, worlds: Worlds): Promise<readonly string[]> {
  const { world, knownAt } = await worlds.dossier(dossierCode);
  const facts = world.dossiers.get(dossierCode) ?? [];
  const dossier = foldDossier(dossierCode, facts, { ...world, knownAt });
  return papersOfDossier(dossier, world.catalogue, false).flatMap(({ holders }) =>
    holders.map(({ subjectKey }) => subjectKey),
  );
}

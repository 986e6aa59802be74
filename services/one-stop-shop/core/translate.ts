/** A national synchronisation message as facts. The same message gives the same ids; only SnapshotStated is new. */
import type { Agencies } from '#shared/once-only/agencies.ts';
import type { FactDraft } from '#shared/pure/draft.ts';
import type { HubKey } from '#shared/pure/hub-key.ts';
import { dayOf, type Instant } from '#shared/pure/time.ts';
import { answeringAgency } from './answering-agency.ts';
import type { DossierCode } from './dossier-code.ts';
import type { NationalSync } from './native.ts';
import { progressFact } from './progress.ts';
import { type Arrival, dossierSnapshot } from './snapshot.ts';

export interface Surroundings {
  readonly hubKey: HubKey;
  readonly agencies: Agencies;
  /** The door's clock; gives a later instant at every call, so two snapshots of one message keep their order. */
  readonly now: () => Instant;
}

/** Every fact of the message, each once, in the order sent. */
export function translateSync(sync: NationalSync, surroundings: Surroundings): readonly FactDraft[] {
  const arrive = arrivals(sync.publisher, surroundings);
  const drafts =
    sync.service === 'DongBoHoSoMC'
      ? sync.dossiers.flatMap((dossier) => dossierSnapshot(dossier, arrive(dossier.code)))
      : sync.steps.map((step) => progressFact(step, arrive(step.code, 0)));
  return [...new Map(drafts.map((draft) => [`${draft.source} ${draft.id}`, draft])).values()];
}

/** One instant serves a whole message; a dossier that stands in it twice is recorded later the second time. */
function arrivals(publisher: string | undefined, { hubKey, agencies, now }: Surroundings) {
  const instants: Instant[] = [];
  const statements = new Map<string, number>();
  return ({ key, agency }: DossierCode, before = statements.get(key) ?? 0): Arrival => {
    statements.set(key, before + 1);
    const recordedAt = (instants[before] ??= now());
    const sender = answeringAgency(agencies, agency, dayOf(recordedAt));
    return { hubKey, recordedAt, sender, ...(publisher !== undefined && { publisher }) };
  };
}

/** A whole dossier, as a DongBoHoSoMC message states it, as facts and the snapshot that says which of them stand. */
import type { FactDraft } from '#shared/pure/draft.ts';
import type { HubKey } from '#shared/pure/hub-key.ts';
import { type SnapshotSection, snapshotDrafts } from '#shared/pure/snapshot.ts';
import type { Instant } from '#shared/pure/time.ts';
import { latestActualDate } from './dates.ts';
import { feeFacts } from './fees.ts';
import { headerFacts } from './header.ts';
import type { NativeDossier } from './native-dossier.ts';
import { componentFacts, resultFacts } from './papers.ts';
import { supplementFacts } from './supplements.ts';

/** What a translation takes from outside: keys, the door's clock, who sent the message and who answers for it. */
export interface Arrival {
  readonly hubKey: HubKey;
  readonly recordedAt: Instant;
  /** Who sent the message, where it says so. */
  readonly publisher?: string;
  /** The agency at the start of the dossier's code; after its last day its successor. */
  readonly sender: string;
}

export const DOOR = 'national-sync';

/** Facts in the order of the sections, SnapshotStated last. */
export function dossierSnapshot(dossier: NativeDossier, arrival: Arrival): readonly FactDraft[] {
  const { hubKey, ...origin } = arrival;
  return snapshotDrafts(hubKey, {
    ...origin,
    type: 'vn.gov.one-stop-shop.snapshot-stated.v1',
    door: DOOR,
    aggregate: dossier.code.key,
    actualAt: latestActualDate(dossier),
    sections: sectionsOf(dossier, arrival),
  });
}

/** A section is there, if need be empty, for every list that states something. */
function sectionsOf(dossier: NativeDossier, { hubKey, sender }: Arrival): readonly SnapshotSection[] {
  const { components, results, fees, supplements } = dossier;
  const sections: SnapshotSection[] = [{ name: 'HEADER', stated: headerFacts(dossier) }];
  if (components !== undefined) {
    sections.push({ name: 'COMPONENTS', stated: componentFacts(hubKey, dossier, components) });
  }
  if (results !== undefined) {
    sections.push({ name: 'RESULTS', stated: resultFacts(hubKey, dossier, sender, results) });
  }
  if (fees !== undefined) sections.push({ name: 'FEES', stated: feeFacts(dossier, fees) });
  if (supplements !== undefined) {
    sections.push({ name: 'SUPPLEMENTS', stated: supplementFacts(dossier, supplements) });
  }
  return sections;
}

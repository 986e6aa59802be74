/** Which derived rows an aggregate of each group gives: its facts folded, by the same functions that answer questions. */
import type { DerivedRows } from '#schemas/read-models/derived-tables.ts';
import type { GroupName } from '#schemas/read-models/groups.ts';
import { foldDossier } from '#shared/once-only/dossier.ts';
import type { Placed } from '#shared/once-only/order.ts';
import { standingFacts } from '#shared/once-only/standing.ts';
import type { Fact } from '#shared/pure/fact.ts';
import { agencyActivity } from './agency-activity.ts';
import { civilServantCurrent } from './civil-servant-current.ts';
import { documentCurrent, isSecret } from './document-current.ts';
import { dossierCurrent } from './dossier-current.ts';
import { establishmentCurrent } from './establishment-current.ts';
import { ALL_KNOWN, type Ground } from './ground.ts';
import { petitionCurrent } from './petition-current.ts';
import { unmappedOfDossier, unmappedOfShared } from './unmapped-papers.ts';
import { workFileCurrent } from './work-file-current.ts';

/** Pure: the same facts and ground always give the same rows. */
export type Derivation = (key: string, facts: readonly Fact[], ground: Ground) => DerivedRows;

export const DERIVATIONS: Readonly<Partial<Record<GroupName, Derivation>>> = {
  dossiers(key, facts, ground) {
    const dossier = foldDossier(key, facts, { ...ground, knownAt: ALL_KNOWN });
    return {
      dossier_current: rows(dossierCurrent(dossier, ground)),
      unmapped_paper: unmappedOfDossier(dossier, ground),
      agency_activity: agencyActivity(key, facts),
    };
  },
  shared_papers(key, facts, ground) {
    const standing = standingOf(facts, ground).map(({ fact }) => fact);
    return {
      unmapped_paper: unmappedOfShared(key, standing, ground),
      agency_activity: agencyActivity(key, facts),
    };
  },
  documents(key, facts, ground) {
    const standing = standingOf(facts, ground);
    return {
      document_current: rows(documentCurrent(key, standing, ground)),
      agency_activity: isSecret(standing) ? [] : agencyActivity(key, facts),
    };
  },
  petitions: (key, facts, ground) => ({
    petition_current: rows(petitionCurrent(key, standingOf(facts, ground), ground)),
    agency_activity: agencyActivity(key, facts),
  }),
  work_files(key, facts, ground) {
    const row = workFileCurrent(key, standingOf(facts, ground), ground);
    return {
      work_file_current: rows(row),
      agency_activity: row?.secret === true ? [] : agencyActivity(key, facts),
    };
  },
  establishment: (key, facts, ground) => ({
    establishment_current: establishmentCurrent(key, standingOf(facts, ground), ground),
    agency_activity: agencyActivity(key, facts),
  }),
  civil_servants: (key, facts, ground) => ({
    civil_servant_current: rows(civilServantCurrent(key, facts, standingOf(facts, ground), ground)),
    agency_activity: agencyActivity(key, facts),
  }),
} satisfies Readonly<Partial<Record<GroupName, Derivation>>>;

function standingOf(facts: readonly Fact[], { agencies }: Ground): readonly Placed[] {
  return standingFacts(facts, ALL_KNOWN, agencies).facts;
}

function rows<T>(row: T | undefined): readonly T[] {
  return row === undefined ? [] : [row];
}

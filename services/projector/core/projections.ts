/** Which projection feeds which group: from a fact to the rows by which it is found. The fact itself is always kept. */
import type { GroupName } from '#schemas/read-models/groups.ts';
import type { IndexRows } from '#schemas/read-models/index-tables.ts';
import { agencyIndex } from './agencies/index-rows.ts';
import { civilServantIndex } from './civil-servants/index-rows.ts';
import type { DecodedFact } from './decoded-fact.ts';
import { documentIndex } from './documents/index-rows.ts';
import { dossierIndex } from './dossiers/index-rows.ts';
import { establishmentIndex } from './establishment/index-rows.ts';
import { findingIndex } from './findings/index-rows.ts';
import { petitionIndex } from './petitions/index-rows.ts';
import { procedureIndex } from './procedures/index-rows.ts';
import { sharedPaperIndex } from './shared-papers/index-rows.ts';
import { subjectIndex } from './subjects/index-rows.ts';
import { workFileIndex } from './work-files/index-rows.ts';

/** Pure: the same fact always gives the same rows. */
export type Projection = (fact: DecodedFact) => IndexRows;

export const PROJECTIONS: Readonly<Record<GroupName, Projection>> = {
  procedures: procedureIndex,
  agencies: agencyIndex,
  subjects: subjectIndex,
  dossiers: dossierIndex,
  shared_papers: sharedPaperIndex,
  documents: documentIndex,
  civil_servants: civilServantIndex,
  petitions: petitionIndex,
  work_files: workFileIndex,
  establishment: establishmentIndex,
  findings: findingIndex,
};

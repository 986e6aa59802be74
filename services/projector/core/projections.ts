/** Which projection feeds which group: from a fact to the rows by which it is found. The fact itself is always kept. */
import type { GroupName } from '#schemas/read-models/groups.ts';
import { agencyIndex } from './agencies/index-rows.ts';
import { civilServantIndex } from './civil-servants/index-rows.ts';
import type { DecodedFact } from './decoded-fact.ts';
import { documentIndex } from './documents/index-rows.ts';
import { dossierIndex } from './dossiers/index-rows.ts';
import { procedureIndex } from './procedures/index-rows.ts';
import type { IndexRows } from './rows.ts';
import { sharedPaperIndex } from './shared-papers/index-rows.ts';

/** Pure: the same fact always gives the same rows. */
export type Projection = (fact: DecodedFact) => IndexRows;

export const PROJECTIONS: Readonly<Record<GroupName, Projection>> = {
  dossiers: dossierIndex,
  shared_papers: sharedPaperIndex,
  documents: documentIndex,
  civil_servants: civilServantIndex,
  procedures: procedureIndex,
  agencies: agencyIndex,
};

/**
 * What is wrong with the catalogue, built-in or imported? For operators, who can tell the ministry: what was found in
 * a record when it came, papers that may not be asked for any more, result codes of agencies that are no more.
 */
import type { CatalogueOrigin } from '#schemas/generated/events.ts';
import type { Day } from '#shared/pure/time.ts';
import type { Agencies } from './agencies.ts';
import type { Catalogue, Procedure } from './catalogue.ts';

export interface ListedDefect {
  readonly procedureCode: string;
  readonly procedureName: string;
  readonly origin: CatalogueOrigin;
  /** `ABOLISHED_PAPER_LISTED`, `RESULT_CODE_OF_CLOSED_AGENCY`, or as the record's own defect says. */
  readonly code: string;
  /** The row, code or field in question; empty where it is the whole procedure. */
  readonly about: string;
}

/** The defects of the versions in force on a day, by procedure code. */
export function catalogueDefects(catalogue: Catalogue, agencies: Agencies, on: Day): readonly ListedDefect[] {
  return catalogue
    .procedures()
    .toSorted((left, right) => (left.procedureCode < right.procedureCode ? -1 : 1))
    .flatMap(({ procedureCode }) => catalogue.procedureOn(procedureCode, on) ?? [])
    .flatMap((procedure) => defectsOf(procedure, agencies, on));
}

function defectsOf(procedure: Procedure, agencies: Agencies, on: Day): ListedDefect[] {
  const { procedureCode, procedureName, origin } = procedure;
  const listed = (code: string, about: string): ListedDefect => ({
    procedureCode,
    procedureName,
    origin,
    code,
    about,
  });
  const abolished = procedure.papers.filter(({ condition }) => condition === 'ABOLISHED');
  const closed = procedure.yields.filter(({ resultCode }) => isOfClosedAgency(resultCode, agencies, on));
  return [
    ...procedure.defects.map(({ code, about }) => listed(code, about)),
    ...abolished.map(({ name }) => listed('ABOLISHED_PAPER_LISTED', name)),
    ...closed.map(({ resultCode }) => listed('RESULT_CODE_OF_CLOSED_AGENCY', resultCode)),
  ];
}

/** `KQ.G04.000061`: the code of the agency stands in the middle. */
function isOfClosedAgency(resultCode: string, agencies: Agencies, on: Day): boolean {
  const [, agencyCode = ''] = /^KQ\.([A-Z]\d{2})\./u.exec(resultCode) ?? [];
  const lastDay = agencies.find(agencyCode)?.validTo;
  return lastDay !== undefined && lastDay < on;
}

/** What may not be said of a procedure's new version. The event's schema has been checked before. Pure. */
import type { ProcedureAmendedData } from '#schemas/generated/events.ts';
import type { Catalogue } from '#shared/once-only/catalogue.ts';
import { nationalCode } from '#shared/once-only/catalogue.ts';
import type { Fault } from '#shared/pure/fault.ts';
import { ROLES } from '#shared/pure/roles.ts';

/** A procedure that the catalogue does not have cannot be changed. */
export function unknownProcedureFaults(code: string, catalogue: Pick<Catalogue, 'procedures'>): Fault[] {
  if (code === '') return [];
  const isKnown = catalogue
    .procedures()
    .some(({ procedureCode }) => nationalCode(procedureCode) === nationalCode(code));
  const hint =
    'a new procedure comes with the national catalogue: POST /v1/procedures of the one-stop shop adapter';
  return isKnown
    ? []
    : [{ pointer: '/procedureCode', code: 'NOT_LISTED', expected: 'a procedure of the catalogue', hint }];
}

const ABOUT = [...ROLES, 'PARENTS'] as const;

/** Rows that nobody could be asked by, periods that end before they begin. */
export function amendmentFaults({
  papers,
  processingDays,
  validFrom,
  validTo,
}: ProcedureAmendedData): Fault[] {
  const faults: Fault[] = papers.flatMap((row, index) =>
    rowFaults(row, `/papers/${index}`, papers.slice(0, index)),
  );
  if (processingDays < 0) {
    faults.push({ pointer: '/processingDays', code: 'RANGE', expected: 'a number of days from 0' });
  }
  if (validTo !== null && validTo < validFrom) {
    faults.push({ pointer: '/validTo', code: 'RANGE', expected: `a day that is not before ${validFrom}` });
  }
  return faults;
}

type Row = ProcedureAmendedData['papers'][number];

function rowFaults(row: Row, pointer: string, before: readonly Row[]): Fault[] {
  const faults: Fault[] = [];
  if (row.ordinal < 1)
    faults.push({ pointer: `${pointer}/ordinal`, code: 'RANGE', expected: 'a number from 1' });
  if (before.some(({ ordinal }) => ordinal === row.ordinal)) {
    faults.push({ pointer: `${pointer}/ordinal`, code: 'DUPLICATE', expected: 'each ordinal once' });
  }
  if (row.condition === 'UNKNOWN') {
    faults.push({
      pointer: `${pointer}/condition`,
      code: 'REQUIRED',
      expected: 'when the paper is asked for',
    });
  }
  if (!ABOUT.some((role) => role === row.aboutRole)) {
    faults.push({
      pointer: `${pointer}/aboutRole`,
      code: 'NOT_LISTED',
      expected: `one of ${ABOUT.join(', ')}`,
    });
  }
  return faults;
}

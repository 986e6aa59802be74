/**
 * The catalogue of the model: the built-in one, in force early enough for papers of agencies that ended in 2025,
 * and for some procedures a second version, so that the day of filing and the day asked about decide.
 */
import aliases from '#schemas/catalogue/aliases.json' with { type: 'json' };
import builtIn from '#schemas/catalogue/procedures.json' with { type: 'json' };
import supersession from '#schemas/catalogue/supersession.json' with { type: 'json' };
import type { ProcedurePublishedData } from '#schemas/generated/events.ts';
import type { CatalogueData } from './told.ts';

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- publishing checks each entry against its schema
const PROCEDURES = builtIn as readonly ProcedurePublishedData[];

/** Procedures that change on 1 September 2025: slower, and their own results valid for a year. */
const AMENDED = new Set(['1.013225', '1.001193', '3.000333', '1.000894', '3.000347']);

function versions(procedure: ProcedurePublishedData): readonly ProcedurePublishedData[] {
  const first = { ...procedure, validFrom: '2020-01-01' };
  if (!AMENDED.has(procedure.procedureCode)) return [first];
  const yields = procedure.yields.map((type) =>
    type.effect === 'GRANTS' && type.paperKind === 'BUILDING_PERMIT' ? { ...type, validMonths: 12 } : type,
  );
  const processingDays = procedure.processingDays + 10;
  return [
    { ...first, validTo: '2025-08-31' },
    { ...procedure, validFrom: '2025-09-01', processingDays, yields },
  ];
}

export const MODEL_CATALOGUE: CatalogueData = {
  procedures: PROCEDURES.flatMap(versions),
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same
  aliases: aliases as CatalogueData['aliases'],
  supersession,
};

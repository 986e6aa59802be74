/** Reads what indicators are worked out from, all of one moment. */
import type { Pool } from '#shared/postgres/pool.ts';
import { addMonths } from '#shared/pure/time.ts';
import { readPositions } from '#shared/reading/positions.ts';
import type { IndicatorReads } from '../core/indicator-reads.ts';
import {
  readDocuments,
  readPetitions,
  readWorkFiles,
  tallyDocuments,
  tallyPetitions,
  tallyWorkFiles,
} from './indicator-documents.ts';
import { readDossiers, tallyDossiers } from './indicator-dossiers.ts';
import {
  connectedAgencies,
  countWaiting,
  readEstablishment,
  readStaff,
  tallyStaff,
} from './indicator-offices.ts';

export function createIndicatorReads(pool: Pool): IndicatorReads {
  return {
    rows: (question) =>
      pool.snapshot(async (on) => {
        await readPositions(on);
        return {
          dossiers: await tallyDossiers(on, question),
          documents: await tallyDocuments(on, question),
          workFiles: await tallyWorkFiles(on, question),
          petitions: await tallyPetitions(on, question),
          establishment: await readEstablishment(on, question),
          staff: await tallyStaff(on, question),
          connected: await connectedAgencies(on, question.to),
          connectedYearBefore: await connectedAgencies(on, addMonths(question.to, -12)),
          waiting: await countWaiting(on),
        };
      }),
    dossiers: (...asked) => readDossiers(pool, ...asked),
    documents: (...asked) => readDocuments(pool, ...asked),
    workFiles: (...asked) => readWorkFiles(pool, ...asked),
    petitions: (...asked) => readPetitions(pool, ...asked),
    staff: (...asked) => readStaff(pool, ...asked),
  };
}

/** A file of the national catalogue, streamed to the door in portions; says how far it has come. */
import { fileBytes, linesOf } from '#infra/client/file-lines.ts';
import { portionsOf } from '#infra/client/portions.ts';
import { sendPortion } from '#infra/client/send-portion.ts';
import { readCatalogue } from '#infra/migrate/catalogue.ts';
import type { ImportConfig } from './config.ts';
import { reportLines } from './report.ts';
import { Tally } from './tally.ts';

export interface ImportOptions extends ImportConfig {
  /** `schemas/catalogue`. */
  readonly catalogueFolder: string;
  readonly say: (line: string) => void;
  /** Before a second try of a door that is down. Default 500 ms. */
  readonly pauseMs?: number;
}

/** Records between two words of progress. */
const PROGRESS_RECORDS = 500;

/**
 * Imports the file and reports.
 * @throws Error if the file cannot be read or the door does not answer; what it took stays taken, and the same file
 * again goes on from there.
 */
export async function importFile(options: ImportOptions): Promise<Tally> {
  const { file, door, token, catalogueFolder, say, pauseMs } = options;
  const { procedures, aliases } = readCatalogue(catalogueFolder);
  const tally = new Tally(procedures, aliases);
  const started = performance.now();
  let next = PROGRESS_RECORDS;
  // One portion at a time: the door takes them one after another.
  for await (const portion of portionsOf(linesOf(fileBytes(file)))) {
    const outcomes = await sendPortion(portion, {
      url: door,
      contentType: 'application/x-ndjson',
      onTrouble: (words) => say(`${door}: ${words}; trying again`),
      ...(token !== undefined && { token }),
      ...(pauseMs !== undefined && { pauseMs }),
    });
    for (const outcome of outcomes) tally.add(outcome);
    if (tally.read >= next) {
      say(`${tally.read} records, ${tally.refused} refused …`);
      next = tally.read + PROGRESS_RECORDS;
    }
  }
  for (const line of reportLines(tally, (performance.now() - started) / 1000)) say(line);
  return tally;
}

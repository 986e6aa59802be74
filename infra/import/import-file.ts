/** A file of the national catalogue, streamed to the door in portions; says how far it has come. */
import { readCatalogue } from '#infra/migrate/catalogue.ts';
import { chunksOf } from './chunks.ts';
import type { ImportConfig } from './config.ts';
import { fileLines } from './file-lines.ts';
import { reportLines } from './report.ts';
import { sendChunk } from './send-chunk.ts';
import { Tally } from './tally.ts';

export interface ImportOptions extends ImportConfig {
  /** `schemas/catalogue`. */
  readonly catalogueFolder: string;
  readonly say: (line: string) => void;
  /** Default 1,000 ms. */
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
  for await (const chunk of chunksOf(fileLines(file))) {
    const outcomes = await sendChunk(chunk, {
      url: door,
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

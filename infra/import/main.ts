/**
 * `npm run import -- <file.ndjson[.gz]>`: sends the national catalogue of procedures to the one-stop shop and reports.
 * The same file again adds nothing. Exit code 1 if it could not be sent to its end.
 */
import path from 'node:path';
import { readConfig } from './config.ts';
import { importFile } from './import-file.ts';

const CATALOGUE = path.resolve(import.meta.dirname, '../../schemas/catalogue');

try {
  const config = readConfig(process.argv.slice(2), process.env);
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  await importFile({ ...config, catalogueFolder: CATALOGUE, say });
} catch (error) {
  process.stderr.write(`the import failed: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

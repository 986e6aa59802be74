/**
 * `npm run generate` writes schemas/generated; with `--check` it writes nothing and fails where a file is stale.
 * `--schemas=<folder>` names another folder of the same shape.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { AvroEnum, AvroRecord, EventSource } from './avro.ts';
import { composeEvent } from './compose.ts';
import { avroModule, eventsModule } from './typescript.ts';

/** The generated files, by their path below `schemas/generated`. */
function generatedFiles(schemas: string): ReadonlyMap<string, string> {
  const folders = readdirSync(path.join(schemas, 'events')).sort();
  const shared = new Map(
    read<AvroRecord | AvroEnum>(path.join(schemas, 'events', 'types')).map((type) => [type.name, type]),
  );
  const sources = folders
    .filter((folder) => folder !== 'types')
    .flatMap((folder) => read<EventSource>(path.join(schemas, 'events', folder)));
  const events = sources.flatMap((source) => composeEvent(source, shared));
  return new Map([
    ['events.ts', eventsModule(sources, shared, events)],
    ['avro.ts', avroModule(events)],
  ]);
}

function read<T>(folder: string): T[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.avsc'))
    .sort()
    .map((name): T => JSON.parse(readFileSync(path.join(folder, name), 'utf8')));
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      check: { type: 'boolean', default: false },
      schemas: { type: 'string', default: path.resolve(import.meta.dirname, '../../schemas') },
    },
  });
  const stale = [...generatedFiles(values.schemas)].filter(([name, text]) => {
    const file = path.join(values.schemas, 'generated', name);
    if (values.check) return readFileSync(file, 'utf8') !== text;
    writeFileSync(file, text);
    return false;
  });
  if (stale.length > 0) {
    process.stderr.write(`Stale: ${stale.map(([name]) => name).join(', ')}. Run npm run generate.\n`);
    process.exitCode = 1;
  }
}

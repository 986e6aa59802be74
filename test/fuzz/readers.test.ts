// Spoilt messages before the readers behind the doors, without HTTP and Kafka between: facts or faults, never
// anything else. So cheap that a million is seen in minutes: FUZZ_READER_CASES, FUZZ_SEED.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bodyOf, contentTypeOf, readSamples, type Sample } from '#infra/client/conformance/samples.ts';
import { Agencies } from '#shared/once-only/agencies.ts';
import type { EventDoor } from '#shared/publishing/cloud-event.ts';
import { partsOf } from '#shared/publishing/event-lines.ts';
import type { Stream } from '#shared/publishing/event-type.ts';
import { readBatch, readLine, readStructured } from '#shared/publishing/read-events.ts';
import { MessageFault } from '#shared/pure/fault.ts';
import { HubKey } from '#shared/pure/hub-key.ts';
import { parseJson } from '#shared/pure/strict-json.ts';
import { readRecord } from '../../services/civil-servants/core/record.ts';
import { readRecordLines, readRecordRows } from '../../services/civil-servants/core/record-file.ts';
import { translateRecord } from '../../services/civil-servants/core/translate.ts';
import { readEdxml } from '../../services/document-management/core/edxml-message.ts';
import { translateEdxml } from '../../services/document-management/core/translate.ts';
import {
  type NationalSync,
  readBareArray,
  readNationalSync,
} from '../../services/one-stop-shop/core/native.ts';
import {
  linesOf,
  readLine as readProcedure,
} from '../../services/one-stop-shop/core/procedures/record-lines.ts';
import { translateRecord as translateProcedure } from '../../services/one-stop-shop/core/procedures/translate-record.ts';
import { translateSync } from '../../services/one-stop-shop/core/translate.ts';
import { type Format, mutation, spoil } from './mutations.ts';

const CASES = Number(process.env['FUZZ_READER_CASES'] ?? '12000');
const SEED = Number(process.env['FUZZ_SEED'] ?? String(Date.now() % 1_000_000));
const NOW = 1_767_600_000_000;
const hubKey = new HubKey(Buffer.alloc(32, 7));
const agencies = new Agencies([]);

/** How many facts a message makes; faults of parts that do not stop the others do not count. */
type Reader = (bytes: Buffer) => number;

const events = (streams: readonly Stream[]): EventDoor => ({
  name: 'events',
  streams,
  agencyCheck: () => undefined,
});

const sync =
  (read: (body: unknown) => NationalSync): Reader =>
  (bytes) =>
    translateSync(read(parseJson(bytes)), { hubKey, agencies, now: () => NOW }).length;

const bare = (service: 'DongBoHoSoMC' | 'CapNhatTienDoHoSoMC'): Reader =>
  sync((body) =>
    readBareArray(body, {
      service,
      accountIsIdentity: false,
      publisher: undefined,
      isUpdating: undefined,
      session: undefined,
    }),
  );

const records =
  (read: typeof readRecordLines): Reader =>
  (bytes) =>
    [...read(bytes)]
      .map((record) => record.read())
      .flatMap((line) => ('record' in line ? translateRecord(line.record, hubKey, NOW) : [])).length;

const DOORS: Readonly<Record<string, Reader>> = {
  'national-sync': sync(readNationalSync),
  dossiers: bare('DongBoHoSoMC'),
  progress: bare('CapNhatTienDoHoSoMC'),
  edxml: (bytes) => translateEdxml(readEdxml(bytes), { hubKey, recordedAt: NOW }).length,
  'records-csv': records(readRecordRows),
  procedures: (bytes) =>
    linesOf(bytes)
      .map(readProcedure)
      .flatMap((line) => ('record' in line ? [translateProcedure(line.record)] : [])).length,
};

function eventsReader({ adapter, door }: Sample, type: string): Reader {
  const at = events(door === 'shared-papers' ? ['shared'] : [adapter]);
  const taken = (read: readonly object[]): number => read.filter((event) => 'event' in event).length;
  if (type.includes('batch')) return (bytes) => taken(readBatch(bytes, at, NOW));
  if (type.includes('ndjson'))
    return (bytes) => taken([...partsOf(bytes)].flat().map((line) => readLine(line, at, NOW)));
  return (bytes) => taken(readStructured(bytes, at, NOW));
}

function readerOf(sample: Sample): Reader {
  const type = contentTypeOf(sample);
  const native = DOORS[sample.door];
  if (native !== undefined) return native;
  if (sample.door !== 'records') return eventsReader(sample, type);
  if (type.includes('ndjson')) return records(readRecordLines);
  return (bytes) => translateRecord(readRecord(parseJson(bytes)), hubKey, NOW).length;
}

function formatOf(sample: Sample): Format {
  const type = contentTypeOf(sample);
  if (type.includes('xml')) return 'xml';
  return type.includes('csv') ? 'csv' : 'json';
}

test('spoilt messages become facts or faults, and nothing else', () => {
  console.log(`fuzzing readers with FUZZ_SEED=${SEED}, FUZZ_READER_CASES=${CASES}`);
  // From a bad sample there is no way back to a fact.
  const samples = readSamples().filter(({ expect: { status } }) => status === 200);
  const messages = samples.map(bodyOf);
  const counts = { facts: 0, faults: 0 };
  fc.assert(
    fc.property(mutation, (change) => {
      const sample = samples[change.message % samples.length];
      if (sample === undefined) throw new Error('no sample');
      const bytes = spoil(messages, change, formatOf(sample));
      try {
        counts[readerOf(sample)(bytes) > 0 ? 'facts' : 'faults'] += 1;
      } catch (error) {
        if (!(error instanceof MessageFault) || error.faults.length === 0) throw error;
        counts.faults += 1;
      }
    }),
    { numRuns: CASES, seed: SEED },
  );
  console.log(`readers: ${JSON.stringify(counts)}`);
  expect(counts.facts).toBeGreaterThan(CASES / 100);
  expect(counts.faults).toBeGreaterThan(CASES / 100);
}, 7_200_000);

// Whatever happens to a good message on its way: it is read, or refused as a message, never a crash.

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MessageFault } from '#shared/pure/fault.ts';
import { HubKey } from '#shared/pure/hub-key.ts';
import { readEdxml } from '../../services/document-management/core/edxml-message.ts';
import { translateEdxml } from '../../services/document-management/core/translate.ts';
import { EDXML_MISSING, edxmlFile, MANIFEST } from './edxml-files.ts';

const context = { hubKey: new HubKey(Buffer.alloc(32, 7)), recordedAt: 1_790_000_000_000 };
const originals = [...MANIFEST.docs, ...MANIFEST.status].map(({ file }) => edxmlFile(file));

/** Reads and translates; gives the status of a refusal, or that all facts can be stated. Anything else throws. */
function outcome(bytes: Buffer): 'VALID' | 400 | 422 {
  try {
    const facts = translateEdxml(readEdxml(bytes), context);
    const stated = facts.filter(
      ({ key, id, occurredAt }) => key !== '' && id !== '' && Number.isSafeInteger(occurredAt),
    );
    if (facts.length === 0 || stated.length < facts.length) throw new Error('a fact without key, id or time');
    return 'VALID';
  } catch (error) {
    if (error instanceof MessageFault && error.faults.length > 0) return error.status;
    throw error;
  }
}

/** What comes out of any message, however it was changed. */
const OUTCOMES = ['VALID', 400, 422];

const original = fc.nat().map((index) => originals[index % originals.length] ?? Buffer.alloc(0));
const place = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });

describe.skipIf(EDXML_MISSING)('a good message', () => {
  test('cut off anywhere is no XML any more, or is whole', () => {
    fc.assert(
      fc.property(original, place, (bytes, at) => {
        const cut = bytes.subarray(0, Math.floor(bytes.length * at));
        expect(outcome(cut)).toBe(cut.toString().trimEnd() === bytes.toString().trimEnd() ? 'VALID' : 400);
      }),
      { numRuns: 300 },
    );
  });

  test('with any bytes overwritten, put in or taken out is read or refused', () => {
    const splice = fc.record({ at: place, drop: fc.nat({ max: 40 }), add: fc.uint8Array({ maxLength: 20 }) });
    fc.assert(
      fc.property(original, fc.array(splice, { minLength: 1, maxLength: 4 }), (bytes, splices) => {
        let changed = bytes;
        for (const { at, drop, add } of splices) {
          const start = Math.floor(changed.length * at);
          changed = Buffer.concat([changed.subarray(0, start), add, changed.subarray(start + drop)]);
        }
        expect(OUTCOMES).toContain(outcome(changed));
      }),
      { numRuns: 500 },
    );
  });

  test('with any text in any field is read or refused', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        'N/A',
        ' ',
        '000.00.00.H44',
        '2026/02/29',
        '2026/12/31 23:59:59',
        '\u202E',
        'H44',
        'x'.repeat(2000),
      ),
    );
    fc.assert(
      fc.property(original, fc.nat(), text, (bytes, index, value) => {
        const fields = [...bytes.toString().matchAll(/>([^<>\n]+)</g)];
        const field = fields[index % fields.length];
        const start = (field?.index ?? 0) + 1;
        const escaped = value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
        const whole = bytes.toString();
        const changed = Buffer.from(
          whole.slice(0, start) + escaped + whole.slice(start + (field?.[1]?.length ?? 0)),
        );
        expect(OUTCOMES).toContain(outcome(changed));
      }),
      { numRuns: 500 },
    );
  });

  test('with elements taken out or doubled is read or refused', () => {
    fc.assert(
      fc.property(original, fc.nat(), fc.boolean(), (bytes, index, double) => {
        const whole = bytes.toString();
        const elements = [...whole.matchAll(/<(edXML:)?(\w+)[^<>]*>[^<>]*<\/\1?\2>\s*/g)];
        const element = elements[index % elements.length];
        const at = element?.index ?? 0;
        const found = element?.[0] ?? '';
        const changed = Buffer.from(
          whole.slice(0, at) + (double ? found + found : '') + whole.slice(at + found.length),
        );
        expect(OUTCOMES).toContain(outcome(changed));
      }),
      { numRuns: 300 },
    );
  });
});

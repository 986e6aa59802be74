// Encoded files pass the XML parser by: what is read, and where faults are said to be, is the same as if it saw them.

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { MessageFault } from '#shared/pure/fault.ts';
import { readXml } from '../../services/document-management/core/xml.ts';

const BULK = new Set(['File']);
const read = (xml: string) => readXml(Buffer.from(xml), BULK);
const hintOf = (xml: string): string | undefined => {
  try {
    read(xml);
  } catch (error) {
    if (error instanceof MessageFault) return error.faults[0]?.hint;
    throw error;
  }
  return undefined;
};

const LONG = 'QUJD'.repeat(2000);
/** With line ends of all kinds. */
const folded = LONG.replaceAll(/.{76}/g, '$&\r\n').replaceAll(/(.{900})\r\n/g, '$1\r');

test.each([
  ['in one line', `<m><File>${LONG}</File></m>`, LONG],
  ['in many', `<m>\r\n<File>${folded}</File></m>`, folded.replaceAll(/\r\n?/g, '\n')],
  ['with a prefix and an attribute', `<m xmlns:p="u"><p:File a=">">${LONG}</p:File></m>`, LONG],
  ['in two pieces', `<m><File>${LONG}<!-- <File>${LONG}</File> -->${LONG}</File></m>`, LONG + LONG],
  ['as character data', `<m><File><![CDATA[<File>${LONG}]]></File></m>`, `<File>${LONG}`],
  ['with a reference', `<m><File>${LONG}&amp;</File></m>`, `${LONG}&`],
  ['with other characters', `<m><File>${LONG}ễ</File></m>`, `${LONG}ễ`],
])('a file %s is read as it stands', (_how, xml, expected) => {
  expect(read(xml).children.map(({ text }) => text)).toEqual([expected]);
});

test('a long text elsewhere still counts as text', () => {
  const text = LONG.repeat(40);
  expect(hintOf(`<m><!-- File --><Other>${text}</Other></m>`)).toMatch(/^line 1, column/);
  expect(hintOf(`<m><File>${text}</File></m>`)).toBeUndefined();
  expect(read(`<m a="<File>"/>`.replace('<File>', `File>${LONG}`)).text).toBe('');
});

test('a fault after a file is told by its true line and column', () => {
  const end = fc.constantFrom('\n', '\r\n', '');
  const found = fc.check(
    fc.property(fc.nat(5), fc.nat(80), end, fc.nat(3), (folds, width, lineEnd, blanks) => {
      const file = Array.from({ length: folds + 1 }, () => LONG.slice(0, 4096 + width) + lineEnd).join('');
      const before = `<m>\n${' '.repeat(blanks)}<File>${file}</File>`;
      const xml = `${before}</n>`;
      const lines = `${before}</n>`.replaceAll('\r\n', '\n').split('\n');
      expect(hintOf(xml)).toMatch(
        new RegExp(`^line ${lines.length}, column ${(lines.at(-1) ?? '').length + 1}: `),
      );
    }),
    { numRuns: 60 },
  );
  expect(found.counterexample).toBeNull();
});

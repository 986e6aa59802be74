// A kept body in marks: the structure stays, no value comes through that is not on the list of safe ones.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { keptPointer, readAnswer } from '#shared/submissions/answer.ts';
import { type MaskedBody, maskBody } from '#shared/submissions/mask-body.ts';
import { maskName, maskText } from '#shared/submissions/mask-text.ts';

const shown = (contentType: string, body: string): MaskedBody => maskBody(contentType, Buffer.from(body));

describe('a text in marks', () => {
  test('keeps its shape', () => {
    expect(maskText('Nguyễn Văn A, 1990-05-12, +84 9')).toBe('Xxxxxx Xxx X, 9999-99-99, +99 9');
    expect(maskText('ă'.normalize('NFD'))).toBe('x');
    expect(maskText('x'.repeat(500))).toBe(`${'x'.repeat(120)}… (500 characters)`);
  });

  test('holds nothing but marks, blanks and punctuation of ASCII', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 100 }), (text) => {
        expect(maskText(text)).toMatch(/^[xX9\s!-/:-@[-`{-~]*$/);
      }),
    );
  });

  test('a name stays, a value that strayed into a name does not', () => {
    expect(['MaHoSo', 'ma_thu_tuc', 'edXML:Code', '@type', '0', '1234567'].map(maskName)).toEqual([
      'MaHoSo',
      'ma_thu_tuc',
      'edXML:Code',
      '@type',
      '0',
      '1234567',
    ]);
    expect(['012345678902', 'Người A', 'n012345678902', 'a b'].map(maskName)).toEqual([
      '999999999999',
      'Xxxxx X',
      'x999999999999',
      'x x',
    ]);
    expect(keptPointer('/lines/12/data/012345678902/MaHoSo')).toBe('/lines/12/data/999999999999/MaHoSo');
  });
});

describe('JSON in marks', () => {
  test('shows words of closed lists and codes under their names only', () => {
    const event = {
      specversion: '1.0',
      id: 'result-1',
      source: '/agencies/H44.150/one-stop-shop',
      type: 'vn.gov.one-stop-shop.result-issued.v1',
      data: {
        procedureCode: '1.001193',
        name: '1.001193',
        signatureStatus: 'VALID',
        paper: null,
        fee: 12.5,
        married: true,
        digitised: true,
        concerns: [{ person: { type: 'PERSON', id: '012345678902' }, role: 'CHILD', name: 'Người Hai' }],
      },
    };
    expect(shown('application/cloudevents+json', JSON.stringify(event))).toEqual({
      json: {
        specversion: '1.0',
        id: 'xxxxxx-9',
        source: '/agencies/H44.150/one-stop-shop',
        type: 'vn.gov.one-stop-shop.result-issued.v1',
        data: {
          procedureCode: '1.001193',
          name: '9.999999',
          signatureStatus: 'VALID',
          paper: null,
          fee: 99.9,
          married: 'xxxx',
          digitised: true,
          concerns: [{ person: { type: 'PERSON', id: '999999999999' }, role: 'CHILD', name: 'Xxxxx Xxx' }],
        },
      },
    });
  });

  test('that cannot be read is masked word by word', () => {
    expect(shown('application/json', '{"name":"Người Hai",')).toEqual({ text: '{"xxxx":"Xxxxx Xxx",' });
  });

  test('lets no letter or digit of a value through, wherever it stands', () => {
    const value = fc.string({
      unit: fc.constantFrom('b', 'c', 'D', 'F', '1', '2', '7', 'ă', 'ấ'),
      minLength: 3,
      maxLength: 20,
    });
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), value, (some, secret) => {
        const text = JSON.stringify({ some, deep: [{ secret, list: [secret], [`n ${secret}`]: secret }] });
        expect(JSON.stringify(shown('application/json', text))).not.toContain(secret);
        expect(JSON.stringify(shown('application/x-ndjson', `${text}\n{"broken ${secret}`))).not.toContain(
          secret,
        );
      }),
    );
  });
});

describe('other bodies in marks', () => {
  test('XML keeps its elements', () => {
    const xml =
      '<?xml version="1.0"?><edXML:MessageHeader xmlns:edXML="urn:some"><!-- Bà Ba --><edXML:OrganId>000.00.00.H44</edXML:OrganId>' +
      '<edXML:Subject kind="Mật 1">Thư của Bà Ba</edXML:Subject><Empty/><![CDATA[Bà Ba]]></edXML:MessageHeader>';
    expect(shown('application/xml', xml)).toEqual({
      text:
        '<?xxx xxxxxxx="9.9"?><edXML:MessageHeader xmlns:edXML="xxx:xxxx"><!-- Xx Xx --><edXML:OrganId>000.00.00.H44</edXML:OrganId>' +
        '<edXML:Subject kind="Xxx 9">Xxx xxx Xx Xx</edXML:Subject><Empty/><![XXXXX[Xx Xx]]></edXML:MessageHeader>',
    });
  });

  test('XML that is broken anywhere shows no text', () => {
    const pieces = fc.constantFrom(
      '<a>',
      '</a>',
      '<',
      '>',
      '"',
      "'",
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      ' b="',
      '=',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, fc.constant('Bí1Mật')), { maxLength: 30 }), (parts) => {
        expect(JSON.stringify(shown('text/xml', parts.join('')))).not.toContain('Bí1Mật');
      }),
    );
  });

  test('a table keeps its head, and what has no form of ours is masked whole', () => {
    expect(shown('text/csv; charset=utf-8', 'code,name,012345678902\n1,"Bà Ba",x')).toEqual({
      text: 'code,name,999999999999\n9,"Xx Xx",x',
    });
    expect(shown('application/pdf', 'Bà Ba 12')).toEqual({ text: 'Xx Xx 99' });
  });
});

test('an answer is read without its hints, and its pointers without values', () => {
  const fault = {
    pointer: '/data/012345678902',
    code: 'FORM',
    expected: 'a day',
    hint: 'did you mean 1990-05-12?',
  };
  expect(
    readAnswer({
      receipts: [
        { id: 'a', source: '/agencies/H44/x', status: 'ACCEPTED' },
        { line: 2, status: 'REJECTED', errors: [fault] },
      ],
    }),
  ).toEqual({
    counts: { taken: 1, refused: 1 },
    problem: null,
    faults: [{ pointer: '/lines/2/data/999999999999', code: 'FORM', expected: 'a day' }],
    faultCount: 1,
    source: '/agencies/H44/x',
  });
  expect(readAnswer({ type: '/problems/x', code: 'MESSAGE_REFUSED', errors: [fault] })).toMatchObject({
    counts: { taken: 0, refused: 1 },
    problem: 'MESSAGE_REFUSED',
    faultCount: 1,
  });
});

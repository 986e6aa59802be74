// Every example message, translated in memory: all values that an independent parser found in it, and nothing lost on a repeat.

import { describe, expect, test } from 'vitest';
import type { FactDraft } from '#shared/pure/draft.ts';
import { HubKey } from '#shared/pure/hub-key.ts';
import { readEdxml } from '../../services/document-management/core/edxml-message.ts';
import { translateEdxml } from '../../services/document-management/core/translate.ts';
import { EDXML_MISSING, edxmlExample, edxmlFile, MANIFEST } from './edxml-files.ts';
import { expectDocument, expectStatus, type SaidFact } from './expected-facts.ts';

const hubKey = new HubKey(Buffer.alloc(32, 7));

function translate(bytes: Buffer, recordedAt = 1_790_000_000_000): FactDraft[] {
  return translateEdxml(readEdxml(bytes), { hubKey, recordedAt });
}

function said(fact: FactDraft): SaidFact {
  const { eventName, source, agency, occurredAt, data, text = {}, key = '' } = fact;
  return { eventName, key, source, agency, occurredAt, data: { ...data }, text: { ...text } };
}

function identities(facts: readonly FactDraft[]): unknown[] {
  return facts.map((fact) => [
    fact.source,
    fact.id,
    fact.key,
    fact.occurredAt,
    hubKey.bodyHash(fact.hashed ?? [fact.data, fact.text]),
  ]);
}

describe.skipIf(EDXML_MISSING)('a document message', () => {
  test.each(MANIFEST.docs)('says all that the manifest found in $file', (entry) => {
    const facts = translate(edxmlFile(entry.file)).map(said);
    expect(facts.length).toBeGreaterThan(0);
    expectDocument(entry, facts);
  });

  test.each(MANIFEST.docs)('gives the same facts whenever $file comes', (entry) => {
    const bytes = edxmlFile(entry.file);
    expect(identities(translate(bytes, 1))).toEqual(identities(translate(bytes, 2)));
  });

  test('sent again to fewer recipients adds nothing', () => {
    const known = identities(translate(edxmlExample('doc/003')));
    const again = identities(translate(edxmlExample('doc/099')));
    expect(known).toEqual(expect.arrayContaining(again));
    expect(again).toHaveLength(2);
  });

  test('with another body under the same id has the same id and another body', () => {
    const [first] = translate(edxmlExample('doc/003'));
    const [other] = translate(edxmlExample('bad/B06'));
    expect(other?.id).toBe(first?.id);
    expect(other?.source).toBe(first?.source);
    expect(hubKey.bodyHash(other?.hashed)).not.toEqual(hubKey.bodyHash(first?.hashed));
  });

  test('packed anew by the exchange library is the same document', () => {
    const bytes = edxmlExample('doc/004');
    const repacked = Buffer.from(bytes.toString().replaceAll('cid:a-1204-', 'cid:b-1204-'));
    expect(identities(translate(repacked))).toEqual(identities(translate(bytes)));
  });

  test('that updates another one does not register it again', () => {
    const registered = translate(edxmlExample('doc/004')).map(({ id }) => id);
    const update = translate(edxmlExample('doc/043'));
    const updated = update.find(({ eventName }) => eventName === 'DocumentUpdated');
    expect(update.map(({ eventName }) => eventName)).not.toContain('DocumentRegistered');
    expect(registered).not.toContain(updated?.id);
  });

  test('holds no personal text outside the sealed part', () => {
    for (const { file } of MANIFEST.docs) {
      const open = JSON.stringify(translate(edxmlFile(file)).map(({ data, id, key }) => ({ data, id, key })));
      expect(open).not.toMatch(/Phan Trọng Hiếu|Đỗ Thị Lan Anh|0900000456|lananh@|vanthu@|PHÓ CHỦ TỊCH/);
    }
  });

  test('in any of the known prefix styles says the same', () => {
    const bytes = edxmlExample('doc/003');
    const text = bytes.toString();
    const renamed = text.replaceAll('edXML:', 'q:').replaceAll('xmlns:edXML', 'xmlns:q');
    const bare = text.replaceAll(/(<\/?)edXML:/g, '$1').replaceAll(/ xmlns:edXML="[^"]*"/g, '');
    for (const variant of [renamed, bare]) {
      expect(identities(translate(Buffer.from(variant)))).toEqual(identities(translate(bytes)));
    }
  });
});

describe.skipIf(EDXML_MISSING)('a status message', () => {
  test.each(MANIFEST.status)('says all that the manifest found in $file', (entry) => {
    const facts = translate(edxmlFile(entry.file)).map(said);
    expect(facts).toHaveLength(1);
    expectStatus(entry, facts);
  });

  test('sent twice is one fact', () => {
    expect(identities(translate(edxmlExample('status/S11')))).toEqual(
      identities(translate(edxmlExample('status/S02'))),
    );
  });

  test('that differs in its words only is a fact of its own', () => {
    const [first] = translate(edxmlExample('status/S01'));
    const [late] = translate(edxmlExample('status/S10'));
    expect(late?.occurredAt).toBe(first?.occurredAt);
    expect(late?.id).not.toBe(first?.id);
  });
});

describe.skipIf(EDXML_MISSING)('a dialect', () => {
  test('of the .NET kind: «N/A» and blanks are absent, content ids are compared without «cid:»', () => {
    const [registered] = translate(edxmlExample('dialects/D01')).map(said);
    expect(registered).toMatchObject({
      key: 'H37.02,2026-09-10,215/SKHCN-CĐS',
      data: {
        place: null,
        appendixes: [],
        steeringType: '0',
        documentType: { code: '18', detail: '0', name: 'Công văn' },
        signatureStatus: 'NONE',
        attachments: [
          { contentId: '4f0d9a52-57d4-4d0c-9f0e-1d5f0f5b8a11', sizeBytes: 619, archiveEntry: null },
        ],
      },
      text: { signerPosition: null, department: null, staffName: 'Hoàng Văn Nam', staffPhone: null },
    });
  });

  test('of the Java gateway kind: the ZIP is seen behind «application/pdf», the UUID leads to the notation', () => {
    const [registered, sent] = translate(edxmlExample('dialects/D02')).map(said);
    expect(registered).toMatchObject({
      key: 'H37.02,2026-09-10,215/SKHCN-CĐS',
      data: {
        documentId: '7b0d0a54-9d1f-4b8b-9a70-0d8e3c5f6a01',
        attachments: [
          { contentType: 'application/pdf', archiveEntry: { extension: '.pdf', sizeBytes: 619 } },
        ],
      },
    });
    expect(sent?.key).toBe(registered?.key);
  });

  test('with a UUID and no notation: the UUID itself is the key', () => {
    const text = edxmlExample('dialects/D02')
      .toString()
      .replace(/<edXML:CodeNumber>.*?<\/edXML:CodeNumber>/, '');
    const [registered] = translate(Buffer.from(text));
    expect(registered?.key).toBe('7b0d0a54-9d1f-4b8b-9a70-0d8e3c5f6a01');
  });
});

import { assert, constantFrom, property, shuffledSubarray } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HubKey } from '#shared/pure/hub-key.ts';
import { readEdxml } from '../../services/document-management/core/edxml-message.ts';
import { findRepeats, identify, type KnownFact } from '../../services/document-management/core/repeats.ts';
import { translateEdxml } from '../../services/document-management/core/translate.ts';
import { EDXML_MISSING, edxmlExample } from './edxml-files.ts';

const hubKey = new HubKey(Buffer.alloc(32, 7));

function identified(example: string) {
  const context = { hubKey, recordedAt: 1_790_000_000_000 };
  return identify(translateEdxml(readEdxml(edxmlExample(example)), context), hubKey);
}

function knownAs(example: string, recordedAt: number): KnownFact[] {
  return identified(example).map(({ factId, bodyHash }, offset) => ({
    factId,
    bodyHash,
    recordedAt,
    partition: 2,
    offset,
  }));
}

function kinds(example: string, facts: readonly KnownFact[]): string[] {
  return findRepeats(identified(example), facts).map(({ kind }) => kind);
}

describe.skipIf(EDXML_MISSING)('a message that is sent again', () => {
  test('is known as a whole, by its first copies', () => {
    const facts = [...knownAs('doc/003', 20), ...knownAs('doc/003', 10)];
    const repeats = findRepeats(identified('doc/003'), facts);
    expect(repeats.map((repeat) => repeat.kind === 'KNOWN' && repeat.fact.recordedAt)).toEqual([10, 10, 10]);
  });

  test('to fewer recipients is known, to more is new for these alone', () => {
    expect(kinds('doc/099', knownAs('doc/003', 10))).toEqual(['KNOWN', 'KNOWN']);
    expect(kinds('doc/003', knownAs('doc/099', 10))).toEqual(['KNOWN', 'KNOWN', 'NEW']);
  });

  test('with another body conflicts, also when both bodies are known', () => {
    expect(kinds('bad/B06', knownAs('doc/003', 10))).toEqual(['CONFLICT', 'KNOWN', 'KNOWN']);
    const both = [...knownAs('bad/B06', 20), ...knownAs('doc/003', 10)];
    expect(kinds('bad/B06', both)[0]).toBe('CONFLICT');
    expect(kinds('doc/003', both)[0]).toBe('KNOWN');
  });

  test('is judged alike whatever the order of what is known', () => {
    const facts = [...knownAs('bad/B06', 20), ...knownAs('doc/003', 10), ...knownAs('doc/099', 30)];
    const orders = shuffledSubarray(facts, { minLength: facts.length });
    assert(
      property(orders, constantFrom('doc/003', 'bad/B06', 'doc/099', 'doc/040'), (order, example) => {
        expect(kinds(example, order)).toEqual(kinds(example, facts));
      }),
    );
  });

  test('is new where nothing is known', () => {
    expect(kinds('doc/045', [])).toEqual(['NEW', 'NEW', 'NEW', 'NEW']);
  });
});

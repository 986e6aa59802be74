// The story shuffled and repeated, in memory: the same last answers, whatever arrives first and however often. Snapshots of one
// dossier whose actual dates are equal keep their order, as their senders do. A seed is printed with every failure.

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { isAsExpected, lastAnswer, type Said } from '#infra/demo/answers.ts';
import type { Ask, Message } from '#infra/demo/row.ts';
import { STEPS } from '#infra/demo/story.ts';
import type { Fact } from '#shared/pure/fact.ts';
import { startOfDay } from '#shared/pure/time.ts';
import { factsOf, InMemoryHub } from './in-memory-hub.ts';

const MESSAGES: readonly Message[] = STEPS.flatMap(({ messages }) => messages);
const ASKS: readonly Ask[] = STEPS.flatMap(({ asks }) => asks);
const ALL_TAKEN_AT = startOfDay('2026-11-01');
const EVER = Number.POSITIVE_INFINITY;

const order = fc
  .shuffledSubarray([...MESSAGES, ...MESSAGES], { minLength: MESSAGES.length * 2 })
  .map(keepSnapshotsInOrder);

/** Puts messages that keep their order back into it, each on one of the places that they took together. */
function keepSnapshotsInOrder(shuffled: readonly Message[]): readonly Message[] {
  const waiting = new Map<string, Message[]>();
  for (const message of MESSAGES) {
    if (message.ordered === undefined) continue;
    waiting.set(message.ordered, [...(waiting.get(message.ordered) ?? []), message, message]);
  }
  return shuffled.map((message) =>
    message.ordered === undefined ? message : (waiting.get(message.ordered)?.shift() ?? message),
  );
}

/** The hub takes one message after the other, a millisecond each. */
async function taken(messages: readonly Message[]): Promise<readonly Fact[]> {
  const facts = await Promise.all(messages.map((message, nth) => factsOf(message, ALL_TAKEN_AT + nth)));
  return facts.flat();
}

function lastAnswers(facts: readonly Fact[]): readonly Said[] {
  const hub = new InMemoryHub(facts);
  return ASKS.map((ask) => hub.ask(ask, EVER));
}

/** Comparable whatever sealed values say. */
function wrongAnswers(said: readonly Said[]): readonly string[] {
  return ASKS.filter((ask, nth) => {
    const one = said[nth];
    return one === undefined || !isAsExpected(withoutPrefill(one), withoutPrefill(lastAnswer(ask)));
  }).map(({ title }) => title);
}

function withoutPrefill(said: Said): Said {
  if (!('toBring' in said)) return said;
  const { papers, toBring } = said;
  return { papers, toBring };
}

test('the messages in any order and each twice give the same last answers', async () => {
  await fc.assert(
    fc.asyncProperty(order, async (messages) => {
      expect(wrongAnswers(lastAnswers(await taken(messages)))).toEqual([]);
    }),
    { numRuns: 20 },
  );
});

test('their facts in any order, with any repetition, give the very same answers', async () => {
  const facts = await taken(MESSAGES);
  const asTold = lastAnswers(facts);
  expect(wrongAnswers(asTold)).toEqual([]);
  const shuffled = fc.shuffledSubarray([...facts, ...facts], { minLength: facts.length });
  fc.assert(
    fc.property(shuffled, (some) => {
      expect(lastAnswers([...some, ...facts])).toEqual(asTold);
    }),
    { numRuns: 40 },
  );
});

test.each<[string, (facts: readonly Fact[]) => readonly Fact[]]>([
  ['what arrives late is lost', (facts) => facts.slice(0, facts.length / 2)],
  ['recalls are not heard', (facts) => facts.filter(({ event }) => event.eventName !== 'RecallRequested')],
  [
    'arrival order is the order of the world',
    (facts) => facts.map((fact, nth) => ({ ...fact, event: { ...fact.event, occurredAt: nth } })),
  ],
])('a planted fault is caught: %s', async (_name, planted) => {
  const outcome = await fc.check(
    fc.asyncProperty(order, async (messages) => {
      expect(wrongAnswers(lastAnswers(planted(await taken(messages))))).toEqual([]);
    }),
    { numRuns: 60 },
  );
  expect(outcome.failed).toBe(true);
});

// The family's story without Kafka and PostgreSQL: every answer in the order told, with every knownAt.

import { describe, expect, test } from 'vitest';
import { isAsExpected, lastAnswer, type Said } from '#infra/demo/answers.ts';
import people from '#infra/demo/people.json' with { type: 'json' };
import type { Ask } from '#infra/demo/row.ts';
import { LAST_DAY, STEPS, STORY } from '#infra/demo/story.ts';
import { startOfDay } from '#shared/pure/time.ts';
import { factsOf, InMemoryHub } from './in-memory-hub.ts';

/** The hub takes a step an hour, after the story's last day; each message of it a second. */
const FIRST_STEP_AT = startOfDay('2026-11-01');
const told = STEPS.map((step, index) => {
  const startsAt = FIRST_STEP_AT + index * 3_600_000;
  const facts = step.messages.flatMap((message, nth) => factsOf(message, startsAt + (nth + 1) * 1000));
  return { step, before: startsAt, after: startsAt + 600_000, facts };
});
const everything = told.flatMap(({ facts }) => facts);
const asks = told.flatMap(({ step, before, after }, nth) =>
  step.asks.map((ask) => ({ name: `${step.key}: ${ask.title}`, ask, before, after, nth })),
);

function expectSaid(said: Said, expected: Said): void {
  // Sealed values have no words here, so pre-filled fields are compared by name.
  const fields = (one: Said): Said =>
    'toBring' in one && one.prefill !== undefined
      ? { ...one, prefill: Object.fromEntries(Object.keys(one.prefill).map((field) => [field, ''])) }
      : one;
  const [left, right] = [fields(said), fields(expected)];
  if (!isAsExpected(left, right)) expect(left).toEqual(right);
}

describe('the story in the order told', () => {
  test.each(asks)('$name', ({ ask, before, after, nth }) => {
    const sofar = new InMemoryHub(told.slice(0, nth + 1).flatMap(({ facts }) => facts));
    const whole = new InMemoryHub(everything);
    expectSaid(sofar.ask(ask, after), ask.answer);
    if (ask.kind === 'DOSSIER') return;
    const untilNow = new InMemoryHub(told.slice(0, nth).flatMap(({ facts }) => facts));
    expectSaid(untilNow.ask(ask, before), ask.before);
    expectSaid(whole.ask(ask, before), ask.before);
    expectSaid(whole.ask(ask, after), ask.answer);
    expectSaid(whole.ask(ask, Number.POSITIVE_INFINITY), lastAnswer(ask));
  });

  test('knownAt just before each step is what was known then, for every question', () => {
    const whole = new InMemoryHub(everything);
    for (const [nth, { before }] of told.entries()) {
      const untilNow = new InMemoryHub(told.slice(0, nth).flatMap(({ facts }) => facts));
      for (const { ask } of asks) expect(whole.ask(ask, before)).toEqual(untilNow.ask(ask, before));
    }
  });
});

describe('the story as it is written down', () => {
  test('no day in it is after its last', () => {
    const days = asks.flatMap(({ ask }) =>
      ask.kind === 'PRE_CHECK' ? ask.question.on : 'on' in ask ? ask.on : [],
    );
    expect(days.filter((day) => day > LAST_DAY)).toEqual([]);
    expect(everything.filter((fact) => fact.event.occurredAt >= startOfDay('2026-10-21'))).toEqual([]);
  });

  test('the page asks questions of the story, of people whom it lists', () => {
    const questions = asks.flatMap(({ ask }): Ask[] => (ask.kind === 'PRE_CHECK' ? [ask] : []));
    for (const { title: _title, ...asked } of people.questions) {
      expect(questions.map((ask) => 'question' in ask && ask.question)).toContainEqual(asked);
      for (const { id } of asked.subjects)
        expect(people.people.map(({ subject }) => subject.id)).toContain(id);
    }
  });

  test('ten rows, each step with a key of its own', () => {
    expect(STORY.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(new Set(STEPS.map(({ key }) => key)).size).toBe(STEPS.length);
  });
});

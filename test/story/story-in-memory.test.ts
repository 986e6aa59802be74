// The family's story without Kafka and PostgreSQL: every answer in the order told, with every knownAt.

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isAsExpected, lastAnswer, type Said } from '#infra/demo/answers.ts';
import people from '#infra/demo/people.json' with { type: 'json' };
import type { Ask } from '#infra/demo/row.ts';
import { ROW_05 } from '#infra/demo/row-05-birth-registration.ts';
import { LAST_DAY, STEPS, STORY } from '#infra/demo/story.ts';
import { startOfDay } from '#shared/pure/time.ts';
import { sharedData, sharedDataIsMissing } from '../support/data.ts';
import { factsOf, InMemoryHub } from './in-memory-hub.ts';

const EXAMPLE = 'national-sync-example.json';
/** The hub takes a step an hour, after the story's last day; each message of it a second. */
const FIRST_STEP_AT = startOfDay('2026-11-01');
const told = await Promise.all(
  STEPS.map(async (step, index) => {
    const startsAt = FIRST_STEP_AT + index * 3_600_000;
    const taken = step.messages.map((message, nth) => factsOf(message, startsAt + (nth + 1) * 1000));
    return { step, before: startsAt, after: startsAt + 600_000, facts: (await Promise.all(taken)).flat() };
  }),
);
const everything = told.flatMap(({ facts }) => facts);
const asks = told.flatMap(({ step, before, after }, nth) =>
  step.asks.map((ask) => ({ name: `${step.key}: ${ask.title}`, ask, before, after, nth })),
);

/** What was expected, if that was said; else what was said. Sealed values have no words here: only their fields count. */
function heard(said: Said, expected: Said): Said {
  return isAsExpected(fieldsOnly(said), fieldsOnly(expected)) ? expected : said;
}

function fieldsOnly(said: Said): Said {
  if (!('toBring' in said) || said.prefill === undefined) return said;
  return { ...said, prefill: Object.fromEntries(Object.keys(said.prefill).map((field) => [field, ''])) };
}

describe('the story in the order told', () => {
  test.each(asks)('$name', ({ ask, before, after, nth }) => {
    const sofar = new InMemoryHub(told.slice(0, nth + 1).flatMap(({ facts }) => facts));
    const whole = new InMemoryHub(everything);
    expect(heard(sofar.ask(ask, after), ask.answer)).toEqual(ask.answer);
    if (ask.kind === 'DOSSIER') return;
    const untilNow = new InMemoryHub(told.slice(0, nth).flatMap(({ facts }) => facts));
    expect(heard(untilNow.ask(ask, before), ask.before)).toEqual(ask.before);
    expect(heard(whole.ask(ask, before), ask.before)).toEqual(ask.before);
    expect(heard(whole.ask(ask, after), ask.answer)).toEqual(ask.answer);
    expect(heard(whole.ask(ask, Number.POSITIVE_INFINITY), lastAnswer(ask))).toEqual(lastAnswer(ask));
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

  test.skipIf(sharedDataIsMissing(EXAMPLE))('row 5 is the example of the national synchronisation', () => {
    const { examples }: { examples: Record<string, unknown> } = JSON.parse(
      readFileSync(sharedData(EXAMPLE), 'utf8'),
    );
    const bodies = ROW_05.steps.flatMap(({ messages }) => messages.map(({ body }) => body));
    expect(bodies.slice(0, 2)).toEqual([examples['DongBoHoSoMC'], examples['DongBoHoSoMC']]);
    expect(bodies[3]).toEqual(examples['CapNhatTienDoHoSoMC']);
  });
});

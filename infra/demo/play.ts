/**
 * Plays the story: each step through the real doors, then its questions, now and as the hub knew just before the
 * step. What was told in an earlier run is not sent again; its questions are asked anew, as the hub knew then.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { isAsExpected, lastAnswer, type PreCheckAnswer, type Said } from './answers.ts';
import { type DoorUrls, sendMessage } from './doors.ts';
import { askPortal, waitUntilKnown } from './portal.ts';
import type { Progress } from './progress.ts';
import type { Ask, Row, Step } from './row.ts';

/** The hub did not say what the story expects. */
export class WrongAnswerError extends Error {
  constructor(step: string, ask: Ask, when: string, said: Said, expected: Said) {
    super(
      `${step}: “${ask.title}” has a wrong answer ${when}\n` +
        `  expected ${JSON.stringify(expected)}\n  but the hub said ${JSON.stringify(said)}`,
    );
    this.name = 'WrongAnswerError';
  }
}

/** A pre-check before and after a step. */
export interface HeardPreCheck {
  readonly ask: Extract<Ask, { kind: 'PRE_CHECK' }>;
  readonly before: PreCheckAnswer;
  readonly now: PreCheckAnswer;
}

/** What is told to whoever watches. */
export interface Audience {
  row(row: Row): void;
  step(step: Step, sent: boolean): void;
  preCheck(heard: HeardPreCheck): void;
  papers(title: string, before: readonly string[], now: readonly string[]): void;
  dossier(title: string, said: Said): void;
}

export interface Stage {
  readonly portal: string;
  readonly doors: DoorUrls;
  /** Makes the units that the story invents known; gives the positions of their facts. */
  readonly registerUnits: () => Promise<readonly string[]>;
  readonly progress: Progress;
  readonly audience: Audience;
}

/**
 * Plays all rows, and asks everything once more at the end, when all is known.
 * @throws WrongAnswerError; Error when a service does not answer.
 */
export async function playStory(rows: readonly Row[], stage: Stage): Promise<void> {
  await makeUnitsKnown(stage);
  for (const row of rows) {
    stage.audience.row(row);
    for (const step of row.steps) await playStep(step, stage);
  }
  for (const { key, asks } of rows.flatMap(({ steps }) => steps)) {
    for (const ask of asks) {
      const { said } = await askPortal(stage.portal, ask);
      verify(key, ask, 'when everything is known', said, lastAnswer(ask));
    }
  }
}

const UNITS = '00-units';

async function makeUnitsKnown({ portal, progress, registerUnits }: Stage): Promise<void> {
  if (progress.of(UNITS).after !== undefined) return;
  await waitUntilKnown(portal, await registerUnits());
  progress.keep(UNITS, { after: new Date().toISOString() });
}

async function playStep(step: Step, stage: Stage): Promise<void> {
  const told = stage.progress.of(step.key);
  stage.audience.step(step, told.after === undefined);
  const before = told.before ?? (await hearBefore(step, stage));
  const after = told.after ?? (await tell(step, before, stage));
  for (const ask of step.asks) await hear(step.key, ask, { before, after }, stage);
}

/** Asks while the step has not happened yet; gives the instant of that, which is kept before anything is sent. */
async function hearBefore(step: Step, { portal, progress }: Stage): Promise<string> {
  let before: string | undefined;
  for (const ask of step.asks) {
    if (ask.kind === 'DOSSIER') continue;
    const { said, knownAt } = await askPortal(portal, ask);
    verify(step.key, ask, 'before the step', said, ask.before);
    before = knownAt ?? before;
  }
  if (before === undefined) throw new Error(`${step.key} has no question that tells the hub's time`);
  progress.keep(step.key, { before });
  // What is sent from now on is later, also by a clock of milliseconds.
  while (Date.now() <= Date.parse(before)) await pause(1);
  return before;
}

/** Sends the step's messages one after the other and waits until the hub answers with them. */
async function tell(step: Step, before: string, { portal, doors, progress }: Stage): Promise<string> {
  const minPositions: string[] = [];
  for (const message of step.messages) {
    const receipts = await sendMessage(message, doors);
    minPositions.push(...receipts.map(({ position }) => position));
  }
  const first = step.asks.find((ask) => ask.kind !== 'DOSSIER');
  const knownAt = first && (await askPortal(portal, first, { minPositions })).knownAt;
  if (knownAt === undefined) throw new Error(`${step.key} has no question that tells the hub's time`);
  progress.keep(step.key, { before, after: knownAt });
  return knownAt;
}

async function hear(
  step: string,
  ask: Ask,
  { before, after }: { before: string; after: string },
  { portal, audience }: Stage,
): Promise<void> {
  const now = await askPortal(portal, ask, { knownAt: after });
  verify(step, ask, 'after the step', now.said, ask.answer);
  if (ask.kind === 'DOSSIER') {
    audience.dossier(ask.title, now.said);
    return;
  }
  const then = await askPortal(portal, ask, { knownAt: before });
  verify(step, ask, 'as known before the step', then.said, ask.before);
  if (ask.kind === 'PAPERS') audience.papers(ask.title, ask.before, ask.answer);
  else if (then.preCheck !== undefined && now.preCheck !== undefined) {
    audience.preCheck({ ask, before: then.preCheck, now: now.preCheck });
  }
}

function verify(step: string, ask: Ask, when: string, said: Said, expected: Said): void {
  if (!isAsExpected(said, expected)) throw new WrongAnswerError(step, ask, when, said, expected);
}

// The story through the real doors, told by the very program that `npm start` runs, killed once in the middle: every answer in
// order with every knownAt, then what must be true of the log afterwards.

import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { documentKeyOf } from '#infra/demo/edxml.ts';
import { playStory } from '#infra/demo/play.ts';
import { Progress } from '#infra/demo/progress.ts';
import { ROW_02 } from '#infra/demo/row-02-marriage.ts';
import { DECISION } from '#infra/demo/row-08-fee-exemption.ts';
import { Screen } from '#infra/demo/screen.ts';
import { STEPS } from '#infra/demo/story.ts';
import { countRecords, eventsOf, openedFields, recordsOf, TOPIC_NAMES } from '../support/log.ts';
import { runToEnd, SERVICE_NAMES, startHub, type TestHub } from '../support/services.ts';
import { until } from '../support/wait.ts';
import { leaksIn, personalValues } from './personal-values.ts';

const TOLD = ' (told before)';

let hub: TestHub;

beforeAll(async () => {
  hub = await startHub();
}, 180_000);

afterAll(async () => {
  await hub.stop();
});

function environmentOfStory(): Readonly<Record<string, string>> {
  const { portal, operations, oneStopShop, documentManagement, civilServants } = hub.urls;
  return {
    ...hub.environment,
    PORTAL_URL: portal,
    OPERATIONS_URL: operations,
    ONE_STOP_SHOP_URL: oneStopShop,
    DOCUMENT_MANAGEMENT_URL: documentManagement,
    CIVIL_SERVANTS_URL: civilServants,
    DATA_DIR: hub.folder,
  };
}

/** Tells the story as `npm start` does; gives the screen. */
async function tell(name: string): Promise<string> {
  const screen = join(hub.folder, `${name}.screen`);
  await runToEnd(['infra/demo/main.ts'], environmentOfStory(), screen);
  return readFileSync(screen, 'utf8');
}

/** Tells the story and kills the teller in the middle of a step. */
async function tellUntil(step: string): Promise<void> {
  const progress = join(hub.folder, 'story.json');
  const teller = spawn(process.execPath, ['infra/demo/main.ts'], {
    stdio: 'ignore',
    env: { ...process.env, ...environmentOfStory() },
  });
  const ended = new Promise((resolve) => teller.once('exit', resolve));
  const begun = (): boolean => existsSync(progress) && readFileSync(progress, 'utf8').includes(step);
  await until(begun, { what: `the step ${step}`, timeoutMs: 60_000, everyMs: 2 }).finally(() => {
    teller.kill('SIGKILL');
  });
  await ended;
}

async function everythingSent(): Promise<readonly number[]> {
  return Promise.all(TOPIC_NAMES.map((topic) => countRecords(hub, topic)));
}

describe('the story', () => {
  let screen = '';

  test('has every answer, in the order told, with every knownAt', { timeout: 120_000 }, async () => {
    await tellUntil('05-birth-registration');
    screen = await tell('first');
    expect(screen.match(/told before/g)?.length).toBeGreaterThanOrEqual(5);
    expect(screen.match(/told before/g)?.length).toBeLessThan(STEPS.length);
    expect(screen).toContain('All answers are as the story has them.');
    expect(screen).toMatch(/Papers saved for this family +9 /);
    for (const { title } of STEPS) expect(screen).toContain(title);
  });

  test('fits a terminal of 80 columns, and is plain in a pipe', () => {
    const wide = screen.split('\n').filter((line) => line.length > 80);
    expect(wide).toEqual([]);
    expect(screen).not.toContain('\u001B');
  });

  test('ends with three commands that work as they stand', { timeout: 30_000 }, async () => {
    const [, commands = ''] = screen.split('\nTry:\n');
    const answers = commands
      .trim()
      .split('\n\n')
      .map((command) => execFileSync('bash', ['-c', command], { encoding: 'utf8' }));
    expect(answers).toHaveLength(3);
    const [preCheck, papers, dossier] = answers.map((answer): unknown => JSON.parse(answer));
    expect(preCheck).toMatchObject({ toBring: [1], procedure: { code: '1.004222' } });
    expect(papers).toMatchObject({ papers: [{}, {}, {}] });
    expect(dossier).toMatchObject({ state: 'RESULT_RETURNED', dossierCode: 'H44.150-260914-0012' });
  });

  test('sends nothing when it is told again, and shows the same screen', { timeout: 60_000 }, async () => {
    const before = await everythingSent();
    const again = await tell('second');
    expect(again.replaceAll(TOLD, '')).toBe(screen.replaceAll(TOLD, ''));
    expect(await everythingSent()).toEqual(before);
  });
});

describe('the teller', () => {
  const silent = { row() {}, step() {}, preCheck() {}, papers() {}, dossier() {} };

  test('says which answer is wrong, and what the hub said instead', async () => {
    const wrong = ROW_02.steps.map((step) => ({
      ...step,
      asks: step.asks.map((ask) => (ask.kind === 'PRE_CHECK' ? { ...ask, answer: ask.before } : ask)),
    }));
    const told = playStory([{ ...ROW_02, steps: wrong }], {
      portal: hub.urls.portal,
      doors: hub.urls,
      registerUnits: () => Promise.resolve([]),
      progress: Progress.open(join(hub.folder, 'story.json')),
      audience: silent,
    });
    await expect(told).rejects.toThrow(
      /02-marriage: “Marriage registration again, after the wedding” has a wrong answer after the step.*STALE.SUPERSEDED/s,
    );
  });

  test('ends with an error when a service is not there', { timeout: 30_000 }, async () => {
    const environment = { ...environmentOfStory(), PORTAL_URL: 'http://127.0.0.1:1' };
    await expect(
      runToEnd(['infra/demo/main.ts'], environment, join(hub.folder, 'lost.screen')),
    ).rejects.toThrow(/ended with 1/);
  });

  test('says so when the clock is before the last day of the story', () => {
    const lines: string[] = [];
    const screen = new Screen((line) => lines.push(line));
    screen.opening('2026-10-20');
    expect(lines.join('\n')).not.toContain('today is');
    screen.opening('2026-10-19');
    expect(lines.join('\n')).toContain('today is 2026-10-19. The story ends on 2026-10-20');
  });
});

describe('no personal value of the story', () => {
  const values = personalValues();

  test('is searched for in vain, because the search works', () => {
    expect(values.length).toBeGreaterThan(40);
    for (const value of values) {
      expect(leaksIn(Buffer.from(`{"x":"${value.normalize('NFD')}"}`), values)).toContain(value);
      expect(leaksIn(Buffer.from(`/x/${encodeURIComponent(value)}/y`), values)).toContain(value);
    }
  });

  test.each(TOPIC_NAMES)('stands in %s', async (topic) => {
    const bytes = (await recordsOf(hub, topic)).flatMap(({ key, value, headers }) => [
      key ?? Buffer.alloc(0),
      value ?? Buffer.alloc(0),
      Buffer.from(JSON.stringify(headers)),
    ]);
    // The first day of a leave is said in the clear and is, in this family, a birth date, too.
    const isLeave = (value: string): boolean =>
      topic === 'gov.civil-servants.record.v1' && value === '2026-09-02';
    const leaks = leaksIn(Buffer.concat(bytes), values).filter((value) => !isLeave(value));
    expect(leaks).toEqual([]);
  });

  test('stands in a log of any service', () => {
    const logs = hub.logs();
    for (const name of SERVICE_NAMES) expect(logs.get(`${name}.log`)).not.toBe('');
    for (const [file, text] of logs) expect([file, leaksIn(Buffer.from(text), values)]).toEqual([file, []]);
  });

  test.each(SERVICE_NAMES)('stands in /metrics of %s', async (name) => {
    const answer = await fetch(`${hub.service(name).url}/metrics`);
    const text = await answer.text();
    expect(text).toContain('# TYPE');
    expect(leaksIn(Buffer.from(text), values)).toEqual([]);
  });
});

describe('the fee exemption as an official document', () => {
  test('is read back from the topic with every value', async () => {
    const events = await eventsOf(hub, 'gov.document-management.document.v1');
    const registered = events.find(({ eventName }) => eventName === 'DocumentRegistered');
    if (registered === undefined) throw new Error('no document was registered');
    expect(registered).toMatchObject({
      id: documentKeyOf(DECISION),
      agency: 'H44.150',
      documentId: 'H44.150,2026/10/02,87/QĐ-UBND',
      codeNumber: '87',
      codeNotation: 'QĐ-UBND',
      promulgatedOn: '2026-10-02',
      place: 'Phú Thọ',
      documentType: { code: '2', detail: '0', name: 'Quyết định' },
      secrecySuspected: false,
      attachments: [],
    });
    expect(await openedFields(hub, registered)).toMatchObject({
      abstract: DECISION.subject,
      signerName: DECISION.signer.name,
      signerPosition: DECISION.signer.position,
      signerCompetence: DECISION.signer.competence,
    });
  });

  test('went to two receivers, was asked back by two agencies, and both receivers agreed', async () => {
    const events = await eventsOf(hub, 'gov.document-management.document.v1');
    const of = (name: string): readonly unknown[] =>
      events
        .filter(({ eventName }) => eventName === name)
        .map((event) => (event.eventName === 'DocumentSent' ? event.recipient.agencyCode : event.agency))
        .sort();
    expect(of('DocumentSent')).toEqual(['H44', 'H44.15']);
    expect(of('RecallRequested')).toEqual(['H05', 'H44.150']);
    expect(of('RecallAccepted')).toEqual(['H44', 'H44.15']);
  });
});

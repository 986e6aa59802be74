/** The story on a screen of 80 columns; plain lines where nobody watches. */
import { styleText } from 'node:util';
import { type PreCheckAnswer, type Said, sayStatus } from './answers.ts';
import type { FamilyCount } from './count.ts';
import { HA, SELLER } from './people.ts';
import type { Audience, HeardPreCheck } from './play.ts';
import type { Row, Step } from './row.ts';
import { BIRTH_DOSSIER } from './row-05-birth-registration.ts';
import { LAST_DAY } from './story.ts';

const NAME_COLUMNS = 32;

/** Says lines; colours only on a terminal. */
export class Screen implements Audience {
  readonly #say: (line: string) => void;
  readonly heard: HeardPreCheck[] = [];

  constructor(say: (line: string) => void) {
    this.#say = say;
  }

  opening(today: string): void {
    this.#say('');
    this.#say(bold('One family, eight months of papers'));
    if (today >= LAST_DAY) return;
    this.#say(
      yellow(`This machine says that today is ${today}. The story ends on ${LAST_DAY}: what it tells`),
    );
    this.#say(yellow('is dated later than the hub’s clock, so the order of equal days may be another.'));
  }

  row({ number, title }: Row): void {
    this.#say('');
    this.#say(bold(`${String(number).padStart(2)}  ${title}`));
  }

  step({ title }: Step, sent: boolean): void {
    this.#say(`    ${title}${sent ? '' : dim(' (told before)')}`);
  }

  preCheck(heard: HeardPreCheck): void {
    this.heard.push(heard);
    const { ask, before, now } = heard;
    this.#say(dim(`      ${ask.title}, on ${ask.question.on}`));
    for (const paper of now.papers) {
      const then = before.papers.find(({ ordinal }) => ordinal === paper.ordinal);
      const name = (paper.nameEn ?? paper.name).slice(0, NAME_COLUMNS - 2).padEnd(NAME_COLUMNS);
      this.#say(`        ${name}${change(then && sayStatus(then), sayStatus(paper))}`);
    }
    this.#say(`        to bring: ${bring(before, now)}`);
    const known = new Set(before.prefill.map(({ field }) => field));
    const filled = now.prefill.map(({ field }) => field).filter((field) => !known.has(field));
    if (filled.length > 0) this.#say(`        now filled in: ${filled.join(', ')}`);
  }

  papers(title: string, before: readonly string[], now: readonly string[]): void {
    this.#say(dim(`      ${title}`));
    if (now.length === 0) this.#say('        none');
    for (const paper of now) {
      const isNew = !before.includes(paper);
      this.#say(`        ${isNew ? green('+') : ' '} ${statusColour(paper)}`);
    }
  }

  dossier(title: string, said: Said): void {
    const words = Object.entries(said).map(([name, value]) => `${name} ${String(value)}`);
    this.#say(dim(`      ${title}`));
    this.#say(`        ${words.slice(0, 2).join(', ')}`);
    this.#say(`        ${words.slice(2).join(', ')}`);
  }

  ending(count: FamilyCount, urls: Readonly<Record<string, string>>): void {
    const say = this.#say;
    say('');
    say(bold('All answers are as the story has them.'));
    say('');
    say(`  Papers asked in ${count.preChecks} pre-checks    ${String(count.asked).padStart(3)}`);
    say(`    held by the hub            ${String(count.held).padStart(3)}`);
    say(`    to bring                   ${String(count.toBring).padStart(3)}`);
    say(
      `    neither                    ${String(count.leftOpen).padStart(3)}   looked up by the agency, not needed`,
    );
    say('                                     in this case, or not settled');
    say(
      `  ${green(bold(`Papers saved for this family ${String(count.saved).padStart(3)}`))}   in the ${count.filed} procedures that it filed for`,
    );
    say('');
    for (const [name, url] of Object.entries(urls)) say(`  ${name.padEnd(21)}${url}`);
    say('');
    say('Try:');
    for (const line of commands(urls['Page and API'] ?? '')) say(line);
  }
}

/** Three commands that show what the hub is for. */
function commands(portal: string): readonly string[] {
  const residence = {
    procedureCode: '1.004222',
    subjects: [{ role: 'APPLICANT', ...HA.subject }],
    on: '2026-06-01',
  };
  return [
    `  curl -s ${portal}/v1/pre-check -H 'Hub-Purpose: PRE_CHECK' \\`,
    `    -H 'Content-Type: application/json' -d \\`,
    `    '${JSON.stringify(residence).replace('"subjects"', '\n      "subjects"').replace('"on"', '\n      "on"')}'`,
    '',
    `  curl -s -H 'Hub-Purpose: CITIZEN_SELF' \\`,
    `    -G -d on=2026-06-01 \\`,
    `    ${portal}/v1/subjects/PERSON/${SELLER.subject.id}/papers`,
    '',
    `  curl -s -H 'Hub-Purpose: DOSSIER_PROCESSING' \\`,
    `    ${portal}/v1/dossiers/${BIRTH_DOSSIER}`,
  ];
}

function bring(before: PreCheckAnswer, now: PreCheckAnswer): string {
  return change(words(before), words(now));
}

function words({ counts }: PreCheckAnswer): string {
  return `${counts.toBring} of ${counts.required}`;
}

function change(before: string | undefined, now: string): string {
  const said = statusColour(now);
  return before === undefined || before === now ? said : `${dim(`${before} →`)} ${said}`;
}

function statusColour(text: string): string {
  if (/\bHELD\b/.test(text)) return green(text);
  return /STALE|UNSETTLED/.test(text) ? yellow(text) : text;
}

const bold = (text: string): string => styled('bold', text);
const dim = (text: string): string => styled('dim', text);
const green = (text: string): string => styled('green', text);
const yellow = (text: string): string => styled('yellow', text);

/** Nothing is coloured in a pipe, nor where NO_COLOR is set. */
function styled(style: 'bold' | 'dim' | 'green' | 'yellow', text: string): string {
  return styleText(style, text, { stream: process.stdout, validateStream: true });
}

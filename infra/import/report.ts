/** What a finished import says: what was taken, what was refused and why, and what is wrong with what was taken. */
import type { Counted, Tally } from './tally.ts';

const NAMES_SHOWN = 20;
const TEXT_LENGTH_MAX = 110;

/** The lines of the report. */
export function reportLines(tally: Tally, seconds: number): readonly string[] {
  const { read, fresh, known, refused, papers } = tally;
  const perSecond = seconds > 0 ? ` (${Math.round(read / seconds)} a second)` : '';
  return [
    `${read} records read in ${seconds.toFixed(1)} s${perSecond}: ${fresh} new, ${known} known, ${refused} refused`,
    ...section('Refused', counts(tally.refusalCodes)),
    ...tally.refusals.map((line) => `    ${line}`),
    ...(refused > tally.refusals.length ? ['    …'] : []),
    '',
    `Required papers: ${papers.all}`,
    `  forms to fill in       ${shareOf(papers.forms, papers.all)}`,
    `  drawings               ${shareOf(papers.drawings, papers.all)}`,
    `  mapped by alias        ${shareOf(papers.mapped, papers.all)}`,
    `    which may be held    ${shareOf(papers.mayBeHeld, papers.all)}`,
    `  not mapped             ${shareOf(papers.unmapped, papers.all)}`,
    ...section(
      'Mapped by alias to',
      [...tally.kinds].sort(byCount).map(([kind, count]) => `${pad(count)} ${kind}`),
    ),
    ...section('Not mapped, most frequent names', names(tally.unmappedNames)),
    ...section('Defects, kept with the procedures', counts(tally.defects)),
  ];
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];
}

function counts(counted: ReadonlyMap<string, Counted>): readonly string[] {
  return [...counted]
    .sort(([, left], [, right]) => right.count - left.count)
    .map(([code, { count, examples }]) => `${pad(count)} ${code}: ${examples.map(short).join('; ')}`);
}

function names(counted: ReadonlyMap<string, Counted>): readonly string[] {
  return [...counted.values()]
    .sort((left, right) => right.count - left.count)
    .slice(0, NAMES_SHOWN)
    .map(({ count, examples }) => `${pad(count)} ${short(examples[0] ?? '')}`);
}

function byCount([, left]: readonly [string, number], [, right]: readonly [string, number]): number {
  return right - left;
}

function shareOf(part: number, all: number): string {
  const share = all === 0 ? '' : ` ${((100 * part) / all).toFixed(1)} %`;
  return `${pad(part)}${share}`;
}

function pad(count: number): string {
  return String(count).padStart(6);
}

function short(text: string): string {
  const line = text.replace(/\s+/gu, ' ').trim();
  return line.length > TEXT_LENGTH_MAX ? `${line.slice(0, TEXT_LENGTH_MAX).toWellFormed()}…` : line;
}

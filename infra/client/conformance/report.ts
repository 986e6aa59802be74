/** The report of a conformance run, in Markdown: for the agency's files and for the hub's operator. */
import type { OwnFiles } from './own-files.ts';
import type { Expected } from './samples.ts';
import type { Verdict } from './try-sample.ts';

/** What was tried, against which hub. */
export interface ConformanceRun {
  readonly at: string;
  readonly verdicts: readonly Verdict[];
  readonly own?: OwnFiles;
}

/** Whether everything passed. */
export function isConformant({ verdicts, own }: ConformanceRun): boolean {
  const ownPassed =
    own === undefined || (own.reusedIds.length === 0 && own.files.every(({ tally }) => tally.rejected === 0));
  return verdicts.every(({ passed }) => passed) && ownPassed;
}

/** The report as text. */
export function reportText(run: ConformanceRun): string {
  const { at, verdicts, own } = run;
  const passed = verdicts.filter((verdict) => verdict.passed).length;
  return [
    '# Conformance report',
    '',
    `${at}: ${isConformant(run) ? '**passed**' : '**not passed**'}. Samples: ${passed} of ${verdicts.length} answered as expected.`,
    '',
    '| Sample | Shows | Expected | Answered | |',
    '|---|---|---|---|---|',
    ...verdicts.map(verdictRow),
    ...(own === undefined ? [] : ownLines(own)),
    '',
  ].join('\n');
}

function verdictRow({ sample, answered, passed, published }: Verdict): string {
  const real = published === undefined ? '' : `; published ${published.first}, again ${published.again}`;
  return `| ${sample.file} | ${sample.teaches} | ${words(sample.expect)} | ${words(answered)}${real} | ${passed ? 'passed' : '**differs**'} |`;
}

function words({ status, faults }: Expected): string {
  return [status, ...faults].join(', ');
}

function ownLines({ files, types, reusedIds, repeated }: OwnFiles): readonly string[] {
  return [
    '',
    '## Your own files',
    '',
    '| File | Valid | Rejected | First faults |',
    '|---|---|---|---|',
    ...files.map(({ file, tally }) => {
      const faults = tally.refusals.slice(0, 3);
      const told = faults.map(({ where, code, pointer }) => `${where}: ${code} ${pointer}`).join('; ');
      return `| ${file} | ${tally.accepted} | ${tally.rejected} | ${told} |`;
    }),
    '',
    ...[...types].map(([type, count]) => `- ${count} of ${type}`),
    ...(repeated > 0 ? [`- ${repeated} said again word for word: harmless`] : []),
    ...reusedIds.map((place) => `- **${place}**: source and id were used before with other data`),
  ];
}

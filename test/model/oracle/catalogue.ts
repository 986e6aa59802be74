/** What the catalogue's data say, looked up by brute force: versions, result types, kinds of papers. */
import type { Paper, ProcedurePublishedData, ResultType } from '#schemas/generated/events.ts';
import type { Day } from '#shared/pure/time.ts';
import type { CatalogueData } from '../told.ts';

/** Formats 8: the version in force on the day of filing, for a question on `on`. */
export function versionOn(
  { procedures }: CatalogueData,
  code: string,
  day: Day,
): ProcedurePublishedData | undefined {
  const national = /^\d\.\d{6}/u.exec(code)?.[0] ?? code;
  return procedures
    .filter((each) => each.procedureCode === national && each.validFrom <= day)
    .filter(({ validTo }) => validTo === null || day <= validTo)
    .sort((one, other) => (one.validFrom < other.validFrom ? -1 : 1))
    .at(-1);
}

/** Rule 10: how a result code is listed, by the versions in force on a day. */
export function rule10Listed(
  catalogue: CatalogueData,
  resultCode: string | null,
  day: Day,
): ResultType | undefined {
  const codes = [...new Set(catalogue.procedures.map(({ procedureCode }) => procedureCode))];
  return codes
    .flatMap((code) => versionOn(catalogue, code, day)?.yields ?? [])
    .find((listed) => listed.resultCode === resultCode);
}

const TONES = /[\u0300\u0301\u0303\u0309\u0323]/gu;

/** catalogue.json: a file's name without extension, case and tone placement, composed. */
export function sameName(one: string, other: string): boolean {
  return plain(one) === plain(other);
}

function plain(name: string): string {
  const stem = name.trim().replace(/\.[a-z0-9]{1,5}$/iu, '');
  const words = stem.normalize('NFD').toLowerCase().split(/\s+/u);
  return words.map((word) => word.replace(TONES, '') + (word.match(TONES) ?? []).join('')).join(' ');
}

/** Design 2.8: the kind that a paper says itself, else that its result code, code or name means. */
export function kindOf(catalogue: CatalogueData, paper: Paper, day: Day): string | undefined {
  if (paper.paperKind !== null) return paper.paperKind;
  const listed = rule10Listed(catalogue, paper.resultCode, day);
  if (listed?.effect === 'GRANTS' && listed.paperKind !== null) return listed.paperKind;
  const { code, name } = paper;
  return (
    catalogue.aliases.find(({ evidence, value }) => evidence === 'CODE' && value === code)?.paperKind ??
    catalogue.aliases.find(
      ({ evidence, value }) => evidence === 'NAME' && name !== null && sameName(value, name),
    )?.paperKind
  );
}

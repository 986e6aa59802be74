/**
 * What is wrong with a record of the national catalogue, for operators: it is published all the same, since the rest of
 * it is of use, and the defects stay with it. What may not be published at all is refused (`catalogue-record.ts`).
 */
import type { CatalogueDefect } from '#schemas/generated/events.ts';
import { foldText } from '#shared/pure/text.ts';
import type { CatalogueRecord } from './catalogue-record.ts';
import type { ChannelRow } from './channel-rows.ts';
import type { PaperRow, PaperTable } from './paper-rows.ts';
import { processingDaysOf } from './processing-days.ts';
import { isCounted, isHouseholdBook, paperRowsOf } from './required-papers.ts';
import { isStandardResultCode, type ResultRow } from './result-rows.ts';

/** What can be wrong with a record that is published. */
export const RECORD_DEFECTS = [
  'SECTION_CUT_WRONGLY',
  'HOUSEHOLD_BOOK_MENTIONED',
  'RESULT_CODE_OFF_FORM',
  'NO_PAPERS',
  'NO_RESULT',
  'NO_PROCESSING_TIME',
  'COUNT_AMBIGUOUS',
  'COUNT_MISSING',
  'PAPER_WITH_ZERO_COUNT',
  'PAPER_WITHOUT_NAME',
  'FIRST_LETTERS_LOST',
  'FEE_BELOW_ONE_THOUSAND',
  'NOT_NFC',
  'ODD_CHARACTERS',
] as const;
export type RecordDefectCode = (typeof RECORD_DEFECTS)[number];

export interface ReadTables {
  readonly papers: PaperTable;
  readonly results: readonly ResultRow[];
  readonly channels: readonly ChannelRow[];
}

const ABOUT_LENGTH_MAX = 200;
const DEFECTS_MAX = 100;
const HOUSEHOLD_BOOK = /sổ hộ khẩu/u;
const SPOKEN_COUNT = /(?<!\d)\d{1,2} (?:\(\p{L}+\) )?bản (?:chính|sao|chụp|gốc)/u;
/** Beginnings of «Bản», «Văn bản», «Đơn», «Giấy», «Tờ khai» without their first letter. */
const LETTERS_LOST = /^[-+*\s]*(?:ản |ăn bản|ơn đề|iấy |ờ khai)/u;
/** Private use (bullets of a symbol font), and what is not seen: soft hyphens, marks of direction. */
const ODD = /[\p{Co}\p{Cf}]/u;

/** Every defect of a record, in the order of `RECORD_DEFECTS`. */
export function defectsOf(record: CatalogueRecord, tables: ReadTables): readonly CatalogueDefect[] {
  const found = [
    ...record.cutWrongly.map((field) => defect('SECTION_CUT_WRONGLY', field)),
    ...defectsOfPapers(tables.papers),
    ...defectsOfResults(tables.results),
    ...defectsOfChannels(tables.channels),
    ...defectsOfText(record.fields),
  ];
  const order = (code: string): number => RECORD_DEFECTS.findIndex((known) => known === code);
  return found.sort((left, right) => order(left.code) - order(right.code)).slice(0, DEFECTS_MAX);
}

function defect(code: RecordDefectCode, about: string): CatalogueDefect {
  return { code, about: about.slice(0, ABOUT_LENGTH_MAX).toWellFormed() };
}

function defectsOfPapers(table: PaperTable): CatalogueDefect[] {
  const { rows, note } = table;
  const none = paperRowsOf(table).length === 0 ? [defect('NO_PAPERS', '')] : [];
  const uncounted = note === undefined ? [] : [defect('COUNT_MISSING', note)];
  return [...none, ...uncounted, ...rows.flatMap(defectsOfRow)];
}

function defectsOfRow(row: PaperRow): CatalogueDefect[] {
  const { name, countGuessed } = row;
  const folded = foldText(name);
  const mentionsBook = isCounted(row) && HOUSEHOLD_BOOK.test(folded) && !isHouseholdBook(name);
  return [
    ...(mentionsBook ? [defect('HOUSEHOLD_BOOK_MENTIONED', name)] : []),
    ...(countGuessed ? [defect('COUNT_AMBIGUOUS', name)] : []),
    ...(!isCounted(row) && SPOKEN_COUNT.test(folded) ? [defect('PAPER_WITH_ZERO_COUNT', name)] : []),
    ...(name === '' ? [defect('PAPER_WITHOUT_NAME', row.forms.join(', '))] : []),
    ...(LETTERS_LOST.test(folded) ? [defect('FIRST_LETTERS_LOST', name)] : []),
  ];
}

function defectsOfResults(results: readonly ResultRow[]): CatalogueDefect[] {
  if (results.length === 0) return [defect('NO_RESULT', '')];
  const offForm = new Set(results.map(({ code }) => code).filter((code) => !isStandardResultCode(code)));
  return [...offForm].map((code) => defect('RESULT_CODE_OFF_FORM', code));
}

function defectsOfChannels(channels: readonly ChannelRow[]): CatalogueDefect[] {
  const untimed = processingDaysOf(channels) === undefined ? [defect('NO_PROCESSING_TIME', '')] : [];
  const amounts = channels.flatMap(({ fee }) => (fee?.currency === 'VND' ? fee.amount : []));
  const small = new Set(amounts.filter((amount) => amount > 0 && amount < 1000));
  return [...untimed, ...[...small].map((amount) => defect('FEE_BELOW_ONE_THOUSAND', `${amount} VND`))];
}

function defectsOfText(fields: ReadonlyMap<string, string>): CatalogueDefect[] {
  const named = (isWrong: (text: string) => boolean): string =>
    [...fields].flatMap(([field, text]) => (isWrong(text) ? field : [])).join(', ');
  const notNfc = named((text) => text !== text.normalize('NFC'));
  const odd = named((text) => ODD.test(text));
  return [
    ...(notNfc === '' ? [] : [defect('NOT_NFC', notNfc)]),
    ...(odd === '' ? [] : [defect('ODD_CHARACTERS', odd)]),
  ];
}

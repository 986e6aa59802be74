/**
 * The rows of a procedure's page as required papers. A row says by itself that it is a form, a drawing, an abolished
 * household book, or a case; which paper it names is not decided here but when it is read, by aliases, so that a
 * later alias counts for it, too (design 2.8).
 */
import type { RequiredPaper } from '#schemas/generated/events.ts';
import { listedName } from '#shared/once-only/listed-name.ts';
import { UNMAPPED } from '#shared/once-only/unmapped.ts';
import { foldText } from '#shared/pure/text.ts';
import { caseOf, type RowCase } from './cases.ts';
import type { PaperRow, PaperTable } from './paper-rows.ts';

const HOUSEHOLD_BOOK = /^sổ hộ khẩu(?: gia đình)?(?: của [^,;/]*)?$/u;
const FORM =
  /^(?:tờ khai|đề nghị|(?:giấy|văn bản|phiếu|công văn|đơn) (?:đề nghị|yêu cầu)|đơn (?:đăng ký|xin)|phiếu (?:khai|đăng ký)|(?:bản|phiếu) kê khai|bản (?:khai|cam kết|đăng ký))(?![\p{L}\p{M}])/u;
const DRAWING = /^(?:bản vẽ|hồ sơ bản vẽ|sơ đồ|sơ hoạ)(?![\p{L}\p{M}])/u;
const NOT_EXPLOITABLE = /(?:không thể|không|chưa) khai thác được/u;
const NOTHING_ASKED = /^không quy định$/u;
/** The words of a name that say whether it is a form. */
const OPENING_LENGTH = 200;

/** The rows that are papers: «0 bản chính» marks a note or a heading, unless every row of the page has it. */
export function paperRowsOf({ rows }: PaperTable): readonly PaperRow[] {
  const counted = rows.filter(isCounted);
  const meant = counted.length > 0 ? counted : rows;
  return meant.filter(({ name }) => name !== '' && !NOTHING_ASKED.test(foldText(name)));
}

/** Whether the row says how many are wanted. */
export function isCounted({ originals, copies }: PaperRow): boolean {
  return originals > 0 || copies > 0;
}

/** Whether the row asks for the household book, and for nothing else. */
export function isHouseholdBook(name: string): boolean {
  return HOUSEHOLD_BOOK.test(listedName(name) ?? '');
}

export function requiredPapersOf(table: PaperTable): readonly RequiredPaper[] {
  return paperRowsOf(table).map((row, index) => requiredPaper(row, index + 1, table.tables > 1));
}

function requiredPaper(row: PaperRow, ordinal: number, hasCases: boolean): RequiredPaper {
  const paperKind = ownKindOf(row);
  const inCase = caseOf(row, hasCases);
  const condition = conditionOf(row, paperKind, inCase);
  return {
    ordinal,
    name: row.name,
    nameEn: null,
    paperKind,
    aboutRole: 'APPLICANT',
    condition,
    satisfiedBy: [],
    maxAgeMonths: null,
    perObject: false,
    requiresOriginalSurrender: paperKind === UNMAPPED && row.originals > 0 && row.copies === 0,
    exploitableFrom: null,
    appliesWhen: condition === 'IF_APPLICABLE' ? (inCase?.when ?? null) : null,
    legalBasis: null,
    validityScope: 'UNKNOWN',
    singleUse: false,
    validFrom: null,
    validTo: null,
  };
}

function ownKindOf({ name, forms }: PaperRow): string {
  if (isHouseholdBook(name)) return 'HOUSEHOLD_BOOK';
  const opening = listedName(name.slice(0, OPENING_LENGTH)) ?? '';
  if (forms.length > 0 || FORM.test(opening)) return 'APPLICATION_FORM';
  return DRAWING.test(opening) ? 'DRAWINGS' : UNMAPPED;
}

function conditionOf(
  { name }: PaperRow,
  paperKind: string,
  inCase: RowCase | undefined,
): RequiredPaper['condition'] {
  if (paperKind === 'HOUSEHOLD_BOOK') return 'ABOLISHED';
  if (NOT_EXPLOITABLE.test(foldText(name))) return 'IF_NOT_EXPLOITABLE';
  if (inCase !== undefined) return 'IF_APPLICABLE';
  return paperKind === UNMAPPED ? 'ALWAYS' : 'NEVER';
}

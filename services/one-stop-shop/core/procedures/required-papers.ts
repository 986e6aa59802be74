/**
 * The rows of a procedure's page as required papers. A row says by itself that it is a form, a drawing, an abolished
 * household book, or a case; which paper it names is not decided here but when it is read, by aliases, so that a
 * later alias counts for it, too (design 2.8).
 */
import type { RequiredPaper } from '#schemas/generated/events.ts';
import { listedName } from '#shared/once-only/listed-name.ts';
import { UNMAPPED } from '#shared/once-only/unmapped.ts';
import { foldText } from '#shared/pure/text.ts';
import type { PaperRow, PaperTable } from './paper-rows.ts';

const HOUSEHOLD_BOOK = /^sổ hộ khẩu(?: gia đình)?(?: của [^,;/]*)?$/u;
const FORM =
  /^(?:tờ khai|(?:giấy|văn bản|phiếu|công văn|đơn) (?:đề nghị|yêu cầu)|đơn (?:đăng ký|xin)|phiếu (?:khai|đăng ký)|(?:bản|phiếu) kê khai|bản (?:khai|cam kết|đăng ký))(?![\p{L}\p{M}])/u;
const DRAWING = /^(?:bản vẽ|hồ sơ bản vẽ|sơ đồ|sơ hoạ)(?![\p{L}\p{M}])/u;
const NOT_EXPLOITABLE = /(?:không thể|không|chưa) khai thác được/u;
const CASE = /trường hợp|đối với|nếu |khi /u;
/** Words over a list of what is always asked for. */
const LIST_HEADING =
  /^(?:các )?(?:giấy tờ|thành phần hồ sơ|thành phần|hồ sơ|bao gồm|gồm)(?![\p{L}\p{M}])|phải (?:nộp|xuất trình)/u;
const CASE_IN_NAME = /^(?:đối với )?(?:các )?(?:trường hợp|nếu|đối với) /u;
const IF_ANY = /\(nếu có\)[\s;.,]*$/u;
const NOTHING_ASKED = /^không quy định$/u;
const CASE_LENGTH_MAX = 500;

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
  const condition = conditionOf(row, paperKind, hasCases);
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
    appliesWhen: condition === 'IF_APPLICABLE' ? caseOf(row, hasCases) : null,
    legalBasis: null,
    validityScope: 'UNKNOWN',
    singleUse: false,
    validFrom: null,
    validTo: null,
  };
}

function ownKindOf({ name, forms }: PaperRow): string {
  if (isHouseholdBook(name)) return 'HOUSEHOLD_BOOK';
  const listed = listedName(name) ?? listedName(name.slice(0, 200)) ?? '';
  if (forms.length > 0 || FORM.test(listed)) return 'APPLICATION_FORM';
  return DRAWING.test(listed) ? 'DRAWINGS' : UNMAPPED;
}

function conditionOf(row: PaperRow, paperKind: string, hasCases: boolean): RequiredPaper['condition'] {
  if (paperKind === 'HOUSEHOLD_BOOK') return 'ABOLISHED';
  const name = foldText(row.name);
  if (NOT_EXPLOITABLE.test(name)) return 'IF_NOT_EXPLOITABLE';
  const namesCase = IF_ANY.test(name) || CASE_IN_NAME.test(listedName(name.slice(0, 200)) ?? '');
  if (namesCase || (hasCases && isCase(row.caseTitle))) return 'IF_APPLICABLE';
  return paperKind === UNMAPPED ? 'ALWAYS' : 'NEVER';
}

/** A title that names a case, not one that stands over the list of what is always asked for. */
function isCase(title: string | undefined): boolean {
  if (title === undefined) return false;
  const folded = foldText(title);
  return CASE.test(folded) || !LIST_HEADING.test(listedName(title) ?? folded);
}

function caseOf({ caseTitle }: PaperRow, hasCases: boolean): string | null {
  return hasCases && isCase(caseTitle) ? (caseTitle?.slice(0, CASE_LENGTH_MAX).toWellFormed() ?? null) : null;
}

/**
 * In which case is a row asked for? By the title of its table where a page has several, by words of its own («(đối với
 * người nước ngoài)», «trong trường hợp bị mất»), or if there is such a paper at all («(nếu có)»). A row that names an
 * exception («trừ trường hợp …») is asked for.
 */
import { listedName } from '#shared/once-only/listed-name.ts';
import { foldText } from '#shared/pure/text.ts';
import type { PaperRow } from './paper-rows.ts';

/** A case, in the page's words where it has any. */
export interface RowCase {
  readonly when: string | null;
}

const CASE_IN_TITLE = /trường hợp|đối với|nếu |khi /u;
/** Words over a list of what is always asked for. */
const LIST_HEADING =
  /^(?:các )?(?:giấy tờ|thành phần hồ sơ|thành phần|hồ sơ|bao gồm|gồm)(?![\p{L}\p{M}])|phải (?:nộp|xuất trình)/u;
const CASE_FIRST = /^(?:đối với )?(?:các )?(?:trường hợp|nếu|đối với) /u;
const CASE_LAST =
  /\(((?:đối với|trong trường hợp|trường hợp|nếu|áp dụng)\s(?!có\))[^()]*)\)[\s;.,]*$|\s((?:trong|đối với) trường hợp\s.*)$/isu;
const EXCEPTION = /(?<![\p{L}\p{M}])trừ(?![\p{L}\p{M}])/iu;
const IF_ANY = /\(nếu có\)[\s;.,]*$/iu;
/** The words of a name that say whether it begins with a case. */
const OPENING_LENGTH = 200;
const CASE_LENGTH_MAX = 500;

/** Undefined where the row is asked for in every case. */
export function caseOf(row: PaperRow, hasCases: boolean): RowCase | undefined {
  const { caseTitle } = row;
  if (hasCases && caseTitle !== undefined && isCase(caseTitle)) return { when: bounded(caseTitle) };
  const name = row.name.normalize('NFC');
  const opening = listedName(name.slice(0, OPENING_LENGTH)) ?? '';
  if (CASE_FIRST.test(opening) || IF_ANY.test(name)) return { when: null };
  const [, inBrackets, last] = EXCEPTION.test(name) ? [] : (CASE_LAST.exec(name) ?? []);
  const words = inBrackets ?? last;
  return words === undefined ? undefined : { when: bounded(words.trim()) };
}

/** A title that names a case, not one that stands over the list of what is always asked for. */
function isCase(title: string): boolean {
  const folded = foldText(title);
  return CASE_IN_TITLE.test(folded) || !LIST_HEADING.test(listedName(title) ?? folded);
}

function bounded(text: string): string {
  return text.slice(0, CASE_LENGTH_MAX).toWellFormed();
}

/**
 * The sections of a procedure's page. The page was flattened without separators, and its fields were cut at words that
 * also stand inside other sections; so sections are found in the whole text, by headings that stand in a fixed order
 * and with what always follows them.
 */

/** The parts of a page that are read, without their headings. */
export interface PageSections {
  readonly channels: string;
  readonly papers: string;
  readonly results: string;
}

/** The heading row of every table of papers. */
export const PAPER_TABLE = 'Tên giấy tờMẫu đơn, tờ khaiSố lượng';
/** The heading row of the table of channels. */
export const CHANNEL_TABLE = 'Hình thức nộpThời gianPhí, lệ phíMô tả';

const CHANNELS = `Cách Thức Thực Hiện${CHANNEL_TABLE}`;
const PAPERS = 'Thành phần hồ sơ';
const LEGAL_BASIS = /Căn cứ pháp lý(?=Tên văn bản pháp lýMã văn bản|Không có thông tin)/u;
const RESULTS = 'Kết quả xử lý';
const CODE_ON_PAGE = /Mã thủ tục(\S+?)Số quyết định/u;

/** The sections of a whole page; undefined where its headings are not those of such a page. */
export function sectionsOf(page: string): PageSections | undefined {
  const channelsAt = page.indexOf(CHANNELS);
  if (channelsAt < 0) return undefined;
  const rest = page.slice(channelsAt + 'Cách Thức Thực Hiện'.length);
  const legalBasis = LEGAL_BASIS.exec(rest);
  if (legalBasis === null) return undefined;
  const before = rest.slice(0, legalBasis.index);
  const papersAt = paperHeadingAt(before);
  if (papersAt < 0) return undefined;
  const after = rest.slice(legalBasis.index);
  const resultsAt = after.lastIndexOf(RESULTS);
  return {
    channels: before.slice(0, papersAt),
    papers: before.slice(papersAt + PAPERS.length),
    results: resultsAt < 0 ? '' : after.slice(resultsAt + RESULTS.length),
  };
}

/**
 * Where the heading of the papers stands: the same words occur in the text of channels before it, and in titles of
 * cases after it. `--` is a case without title, with which most lists begin; else the first place counts.
 */
function paperHeadingAt(text: string): number {
  const untitled = text.indexOf(`${PAPERS}--`);
  return untitled >= 0 ? untitled : text.indexOf(PAPERS);
}

/** The code that the page itself shows; undefined where it shows none. */
export function codeOnPage(page: string): string | undefined {
  return CODE_ON_PAGE.exec(page)?.[1];
}

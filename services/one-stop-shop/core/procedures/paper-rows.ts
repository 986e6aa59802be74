/**
 * The table of required papers: `<case>Tên giấy tờMẫu đơn, tờ khaiSố lượng<name><form file><n> bản chính[,<m> bản sao]…`,
 * cells glued together. A row ends where its count stands; a count is one digit, because the digits before it belong
 * to the name («Mẫu số 01» and 1 read «Mẫu số 011»).
 */
import { splitFormFiles } from './form-files.ts';
import { PAPER_TABLE } from './page.ts';

export interface PaperRow {
  /** The title of the table that the row stands in; undefined where it has none. */
  readonly caseTitle?: string;
  /** As published, without form files and outer blanks. */
  readonly name: string;
  /** Files of the form to fill in, beside the name. */
  readonly forms: readonly string[];
  readonly originals: number;
  readonly copies: number;
  /** The digits before the count ran into it. */
  readonly countGuessed: boolean;
}

export interface PaperTable {
  readonly rows: readonly PaperRow[];
  /** Tables on the page: the cases in which different papers are asked for. */
  readonly tables: number;
  /** Text after the last count: a note that is no row. */
  readonly note?: string;
}

/**
 * A count that ends a row. What follows it, the next row's name or a title, is glued to it; a count that a name
 * itself speaks of («01 bản chính», «nộp 1 bản sao;») stands between blanks, or has a zero before it.
 */
const COUNT = /(?<!\d)(?!0\d )(\d+) bản (?:chính,?(\d+) bản sao|(?:chính(?!,?\d+ bản sao)|(sao))(?! ))/gu;
const SPOKEN = /[\s(]$/u;
const CLOSING = /^[).;,:/]/u;

/** The rows of the section, in its order. */
export function readPaperRows(section: string): PaperTable {
  const [lead = '', ...bodies] = section.split(PAPER_TABLE);
  const rows: PaperRow[] = [];
  let caseTitle = titleOf(lead);
  let note = bodies.length === 0 ? lead : '';
  for (const [index, body] of bodies.entries()) {
    let from = 0;
    for (const match of body.matchAll(COUNT)) {
      if (isSpokenOf(match)) continue;
      rows.push(readRow(body.slice(from, match.index), match, caseTitle));
      from = match.index + match[0].length;
    }
    const rest = body.slice(from);
    if (index === bodies.length - 1) note = rest;
    else caseTitle = titleOf(rest);
  }
  const said = titleOf(note);
  return { rows, tables: bodies.length, ...(said !== undefined && { note: said }) };
}

function titleOf(text: string): string | undefined {
  const title = text.trim();
  return /^-*$/u.test(title) ? undefined : title;
}

function isSpokenOf({ 0: count, index, input }: RegExpExecArray): boolean {
  return CLOSING.test(input.slice(index + count.length)) && SPOKEN.test(input.slice(0, index));
}

function readRow(cells: string, match: RegExpExecArray, caseTitle: string | undefined): PaperRow {
  const [, digits = '', copies = '0', onlyCopies] = match;
  const count = Number(digits.slice(-1));
  return {
    ...(caseTitle !== undefined && { caseTitle }),
    ...splitFormFiles(cells + digits.slice(0, -1)),
    originals: onlyCopies === undefined ? count : 0,
    copies: onlyCopies === undefined ? Number(copies) : count,
    countGuessed: digits.length > 1,
  };
}

/** The results of a procedure: `<name>Mã: <code><name>Mã: <code>…Từ khóa…Mô tả…` and the words of buttons. */

export interface ResultRow {
  /** As published. */
  readonly name: string;
  /** As sent, whether or not it has the form of a code. */
  readonly code: string;
}

const CODE_MARK = 'Mã: ';
const END = /Từ khóa(?=.*?Mô tả)/su;
const STANDARD = /^KQ\.[GH]\d{2}\.\d{6}$/u;
/** Where the next name is glued to a code: a code ends with a digit, in whatever form it is written. */
const CODES: readonly RegExp[] = [
  /^KQ\.[A-Za-z]\d{2}\.\d{6}(?!\d)/u,
  /^[\p{Lu}\d][\p{Lu}\d._/-]*\d/u,
  /^\S*?(?=\p{Lu}\p{Ll}|\s|$)/u,
];

/** Whether a result code has the form of one. */
export function isStandardResultCode(code: string): boolean {
  return STANDARD.test(code);
}

/** The results of the section, in its order. */
export function readResultRows(section: string): readonly ResultRow[] {
  const end = END.exec(section);
  const text = end === null ? section : section.slice(0, end.index);
  const [lead = '', ...parts] = text.split(CODE_MARK);
  const rows: ResultRow[] = [];
  let name = lead.trim();
  for (const [index, part] of parts.entries()) {
    const code = index === parts.length - 1 ? part : codeAtStart(part);
    rows.push({ name, code: code.trim() });
    name = part.slice(code.length).trim();
  }
  return rows;
}

function codeAtStart(text: string): string {
  for (const form of CODES) {
    const found = form.exec(text)?.[0] ?? '';
    if (found !== '') return found;
  }
  return text;
}

/** The name of a paper and the files of its form, which stand behind it without a separator. */

export interface NameAndForms {
  /** As published, without outer blanks. */
  readonly name: string;
  readonly forms: readonly string[];
}

const EXTENSION = /\.(?:docx?|xlsx?|pdf|rtf|zip|rar|jpe?g|png|odt|ods|pptx?|html?|txt)/giu;

/**
 * Where a file's name is glued to the words before it: behind the end of a sentence or a bracket, at a capital inside
 * a word («CPMẫu», «BCATờ khai», «01Mau»). Rare inside a name, so the first such place counts; list marks excepted.
 */
const SEAM = new RegExp(
  [
    String.raw`(?<=\S\S[);:”"»\]])(?=[\p{L}\d[(_])`,
    String.raw`(?<=\S[^\s\d]\.|\d{4}\.)(?=[\p{L}[(_])`,
    String.raw`(?<=[\p{Ll}\p{M})”"]\.|\p{Lu}{2}\.)(?=\d)`,
    String.raw`(?<=\p{Ll}\p{M}*)(?=\p{Lu})`,
    String.raw`(?<=\p{Lu}{2})(?=\p{Lu}\p{M}*\p{Ll})`,
    String.raw`(?<=\d)(?=\p{Lu}\p{M}*\p{Ll})`,
  ].join('|'),
  'gu',
);
/** Less sure, and common inside names («4x6», «mẫu 8A»): the last one counts. */
const FAINT_SEAM = /(?<=[\p{Ll},])(?=\d)|(?<=\d)(?=\p{L})|(?<=\p{Lu}{2})(?=\p{Ll})|(?<=,)(?=\p{L})/gu;

/** Splits a cell; without a file the whole text is the name. */
export function splitFormFiles(text: string): NameAndForms {
  const cell = text.trim();
  const ends = [...cell.matchAll(EXTENSION)].map((match) => match.index + match[0].length);
  if (ends.at(-1) !== cell.length) return { name: cell, forms: [] };
  const files = ends.map((end, index) => cell.slice(ends[index - 1] ?? 0, end));
  const [first = '', ...others] = files;
  const start = startOfFile(first);
  return {
    name: first.slice(0, start).trim(),
    forms: [first.slice(start), ...others].map((file) => file.trim()),
  };
}

function startOfFile(text: string): number {
  const stem = text.replace(EXTENSION, '');
  const seam = [...stem.matchAll(SEAM)].at(0) ?? [...stem.matchAll(FAINT_SEAM)].at(-1);
  return seam?.index ?? stem.length;
}

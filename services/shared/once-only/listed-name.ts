/**
 * Which paper does a row of the catalogue name? Rows carry marks of lists, counts and words about copies around the
 * name; without them, and folded, the name can be compared. Nothing of the name itself is taken away, so two papers
 * never become one.
 */
import { foldPaperName } from '#shared/pure/text.ts';

/** Longer rows describe a paper; they do not name one. */
const NAME_LENGTH_MAX = 600;

const AROUND: readonly RegExp[] = [
  // «- », «+ », «* », a bullet of a symbol font
  /^[-+*•·–.,;:\uE000-\uF8FF\s]+/u,
  // «(1) », «a) », «iv) », «2.1. », «3/ »
  /^\(?(?:\d{1,2}(?:\.\d{1,2})*|\p{L}\d?|[ivx]{1,4})\)\.?\s*/u,
  /^\d{1,2}(?:\.\d{1,2})*(?:\.|\/)\s+/u,
  // «Bản sao (có chứng thực) …»
  /^(?:0?1 )?(?:\(một\) )?bản (?:sao chụp|sao|chính|gốc|chụp)(?: có chứng thực| chứng thực| hợp lệ)? (?!hoặc )(?=\p{L})/u,
  /[\s;.,:/-]+$/u,
  / ?\((?:nếu có|bản sao|bản chính|bản gốc|bản chụp|xuất trình)\)$/u,
  // «: 01 bản chính», «(02 bản)»
  /[:\s(]+(?:nộp )?0\d(?: \(\p{L}+\))? (?:bản|bộ)(?: (?:chính|sao|chụp|gốc))?\)?$/u,
];

/** The folded name; undefined where the text is too long to be one. */
export function listedName(name: string): string | undefined {
  if (name.length > NAME_LENGTH_MAX) return undefined;
  let bare = foldPaperName(name);
  for (;;) {
    const stripped = AROUND.reduce((text, mark) => text.replace(mark, ''), bare);
    if (stripped === bare) return bare;
    bare = stripped;
  }
}

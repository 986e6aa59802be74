/**
 * Vietnamese text. The source's bytes are kept; texts are compared by NFC with folded case and tone placement
 * (Hòa = Hoà). Đ U+0110 and Ð U+00D0 are folded for comparing names of papers, never for identity.
 */

const BIDI_CONTROLS = /[\u202A-\u202E\u2066-\u2069]/u;

/** Why a text cannot be taken (NUL, a lone surrogate, a bidirectional control); undefined if it can. */
export function textFault(text: string): 'NUL' | 'LONE_SURROGATE' | 'BIDI_CONTROL' | undefined {
  if (text.includes('\u0000')) return 'NUL';
  if (!text.isWellFormed()) return 'LONE_SURROGATE';
  if (BIDI_CONTROLS.test(text)) return 'BIDI_CONTROL';
  return undefined;
}

const TONES = '\u0300\u0301\u0303\u0309\u0323';
/** A tone mark on the first of the vowel pairs oa, oe, uy at a syllable's end moves to the second. */
const OLD_PLACEMENT = new RegExp(`([ou])([${TONES}])([aey])(?![\\p{L}\\p{M}])`, 'gu');

/** The form in which two Vietnamese texts are compared: case, tone placement, Đ/Ð and blanks folded, NFC. */
export function foldText(text: string): string {
  return text
    .normalize('NFD')
    .toLowerCase()
    .replaceAll('\u00F0', '\u0111')
    .replace(OLD_PLACEMENT, (whole, first: string, tone: string, second: string) =>
      isMovablePair(first, second) ? `${first}${second}${tone}` : whole,
    )
    .replace(/\s+/gu, ' ')
    .trim()
    .normalize('NFC');
}

function isMovablePair(first: string, second: string): boolean {
  return first === 'o' ? second === 'a' || second === 'e' : second === 'y';
}

/** A file's or paper's name as it is compared: without its extension, folded. */
export function foldPaperName(name: string): string {
  return foldText(name.trim().replace(/\.[A-Za-z0-9]{1,5}$/u, ''));
}

/**
 * A kept body as its sender may see it again: the structure as it was, every value as its shape unless it is on the
 * list of safe ones. What cannot be read as its media type says is masked letter by letter. Pure.
 */
import { type JsonValue, parseJson } from '#shared/pure/strict-json.ts';
import { maskName, maskText } from './mask-text.ts';
import { isSafeValue } from './safe-values.ts';

/** JSON stays JSON; everything else is text. */
export type MaskedBody = { readonly json: JsonValue } | { readonly text: string };

/** Of a body that is shown as text. */
const TEXT_SHOWN_MAX = 256 * 1024;

/** The body in marks. */
export function maskBody(contentType: string, body: Buffer): MaskedBody {
  const mediaType = (contentType.split(';', 1)[0] ?? '').trim().toLowerCase();
  if (mediaType.endsWith('json') && !mediaType.endsWith('ndjson')) {
    const value = parsed(body);
    return value === undefined ? { text: maskWords(textOf(body)) } : { json: maskValue('', value) };
  }
  const text = textOf(body);
  if (mediaType.endsWith('ndjson')) return { text: linesOf(text).map(maskLine).join('\n') };
  if (mediaType.endsWith('xml')) return { text: maskXml(text) };
  if (mediaType === 'text/csv') return { text: maskTable(text) };
  return { text: maskWords(text) };
}

function parsed(body: Buffer): JsonValue | undefined {
  try {
    return parseJson(body);
  } catch {
    return undefined;
  }
}

function textOf(body: Buffer): string {
  return body.toString('utf8').slice(0, TEXT_SHOWN_MAX);
}

function linesOf(text: string): string[] {
  return text.split('\n');
}

/** Names stay, safe values stay, an empty value stays what it is. */
export function maskValue(name: string, value: JsonValue): JsonValue {
  if (value === null || value === '') return value;
  if (typeof value === 'string') return isSafeValue(name, value) ? value : maskText(value);
  if (typeof value === 'boolean') return isSafeValue(name, String(value)) ? value : 'xxxx';
  if (typeof value === 'number') return Number(String(value).replaceAll(/\d/g, '9').replace(/e.*$/i, ''));
  if (isList(value)) return value.map((member) => maskValue(name, member));
  const members = Object.entries(value).map(([key, member]) => [maskName(key), maskValue(key, member)]);
  return Object.fromEntries(members);
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function maskLine(line: string): string {
  const value = parsed(Buffer.from(line));
  return value === undefined ? maskWords(line) : JSON.stringify(maskValue('', value));
}

/** Word by word, so that no line is cut. */
function maskWords(text: string): string {
  return text.replaceAll(/\S+/g, maskText);
}

const XML_PIECE = /<!--[\s\S]*?(?:-->|$)|<!\[CDATA\[[\s\S]*?(?:\]\]>|$)|<[^<>]*>|[^<]+|</g;
const XML_TAG = /^<(\/?)([A-Za-z_][\w:.-]*)([\s\S]*?)(\/?)>$/;
const XML_ATTRIBUTE = /([A-Za-z_:][\w:.-]{0,63})(\s*=\s*)(["'])([\s\S]*?)\3/g;

/** Names of elements and attributes stay, texts become shapes; comments and what is no tag are masked whole. */
function maskXml(text: string): string {
  let element = '';
  return text.replaceAll(XML_PIECE, (piece) => {
    if (!piece.startsWith('<')) return maskXmlText(element, piece);
    const [, closing, name = '', attributes = ''] = XML_TAG.exec(piece) ?? [];
    if (name === '') return maskWords(piece);
    element = closing === '' ? name : '';
    const shown = [...attributes.matchAll(XML_ATTRIBUTE)].map(([, attribute = '', , , value = '']) => {
      return ` ${maskName(attribute)}="${isSafeValue(attribute, value) ? value : maskText(value)}"`;
    });
    return `<${closing}${maskName(name)}${shown.join('')}${piece.endsWith('/>') ? '/' : ''}>`;
  });
}

function maskXmlText(element: string, text: string): string {
  const value = text.trim();
  if (value === '') return text;
  return isSafeValue(element, value) ? text : text.replace(value, () => maskText(value));
}

/** The first row holds names; a name that is none is masked as well. */
function maskTable(text: string): string {
  const [head = '', ...rows] = linesOf(text);
  const names = head.split(',').map((cell) => maskName(cell.trim()));
  return [names.join(','), ...rows.map(maskWords)].join('\n');
}

/**
 * Lists of texts that many statements are asked with: in the binary form of PostgreSQL's `text[]`, encoded once a list.
 * Written out as text, a thousand words cost both sides more than the statement.
 */

const encoded = new WeakMap<readonly string[], Buffer>();

/** A parameter for `${…}::text[]`; of the same list the same bytes. */
export function textArray(texts: readonly string[]): Buffer {
  const known = encoded.get(texts);
  if (known !== undefined) return known;
  const array = encode(texts);
  encoded.set(texts, array);
  return array;
}

/** The type's number in every PostgreSQL. */
const TEXT_OID = 25;

/** One dimension from 1, no nulls; then each text with its length (array_recv of PostgreSQL). */
function encode(texts: readonly string[]): Buffer {
  if (texts.length === 0) return words(0, 0, TEXT_OID);
  const items = texts.flatMap((text) => {
    const bytes = Buffer.from(text);
    return [words(bytes.length), bytes];
  });
  return Buffer.concat([words(1, 0, TEXT_OID, texts.length, 1), ...items]);
}

function words(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeInt32BE(value, index * 4);
  return bytes;
}

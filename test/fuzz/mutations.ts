// Ways to spoil a message: bytes flipped, cut, doubled, spliced; tokens of its format replaced, renamed, said twice.
import fc from 'fast-check';

export type Format = 'json' | 'csv' | 'xml';

/** One change; places are fractions of the length, so that a step fits every message. */
export type Step =
  | { readonly kind: 'flip'; readonly at: number; readonly mask: number }
  | { readonly kind: 'remove' | 'double'; readonly at: number; readonly length: number }
  | { readonly kind: 'cut'; readonly at: number }
  | { readonly kind: 'insert'; readonly at: number; readonly bytes: Uint8Array }
  | { readonly kind: 'splice'; readonly at: number; readonly from: number; readonly length: number }
  | { readonly kind: 'replace'; readonly at: number; readonly value: number }
  | { readonly kind: 'exchange'; readonly at: number; readonly other: number };

const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const length = fc.integer({ min: 1, max: 64 });
const index = fc.nat({ max: 10_000 });

/** What stays well-formed more often than not weighs most: behind the parser there is more to find. */
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 24, arbitrary: fc.record({ kind: fc.constant('replace' as const), at: place, value: index }) },
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('exchange' as const), at: place, other: place }) },
  fc.record({ kind: fc.constant('flip' as const), at: place, mask: fc.integer({ min: 1, max: 255 }) }),
  fc.record({ kind: fc.constantFrom('remove' as const, 'double' as const), at: place, length }),
  fc.record({ kind: fc.constant('cut' as const), at: place }),
  fc.record({ kind: fc.constant('insert' as const), at: place, bytes: fc.uint8Array({ maxLength: 12 }) }),
  fc.record({ kind: fc.constant('splice' as const), at: place, from: place, length }),
);

/** A message to spoil, by its number, and how. */
export const mutation = fc.record({ message: index, steps: fc.array(step, { minLength: 1, maxLength: 3 }) });

export type Mutation = typeof mutation extends fc.Arbitrary<infer T> ? T : never;

const TOKENS: Readonly<Record<Format, RegExp>> = {
  json: /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?|true|false|null/gu,
  csv: /(?<=^|[,\n])[^,\n]*/gu,
  xml: /(?<=>)[^<>]*(?=<)|<\/?[A-Za-z:]+/gu,
};

const VALUES: Readonly<Record<Format, readonly string[]>> = {
  json: [
    '""',
    '" "',
    'null',
    '0',
    '-1',
    '1e400',
    '1.5',
    '9007199254740993',
    'true',
    '[]',
    '{}',
    '[[]]',
    '"\\u0000"',
    '"\\ud800"',
    '"\\ud83d\\ude00"',
    '"\\u202e"',
    '{"__proto__":1}',
    '"constructor"',
    '"2026-02-30"',
    '"2026-02-28"',
    '"30/02/2026"',
    '"2026-01-01T00:00:00Z"',
    '"9999-12-31"',
    '"-1"',
    '"000000001"',
    '"000.00.00.H44"',
    '"H44.1.2.3.4.5.6"',
    '"KQ.G15.000038"',
    '"Ho\u0300a"',
    '"\u00c2\u0323"',
    `"${'a'.repeat(5000)}"`,
    '['.repeat(40) + ']'.repeat(40),
    '"PERSON"',
    '"HOLDER"',
    '"id"',
    '"\ufeff"',
  ],
  csv: [
    '',
    ' ',
    '"',
    '""',
    '"a""b"',
    '"a\nb"',
    'a\rb',
    '\0',
    '0',
    '-1',
    '2026-02-30',
    '30/02/2026',
    '[]',
    '"[{""kind"":1}]"',
    '"{"',
    '=1+1',
    '\ufeff',
    'Ho\u0300a',
    'x'.repeat(5000),
    'WORKING',
    'code',
  ],
  xml: [
    '',
    ' ',
    '&amp;',
    '&#0;',
    '&#xD800;',
    '&#x202e;',
    '&a;',
    '<![CDATA[x]]>',
    '<!-- -->',
    '<?php ?>',
    '<a/>',
    '2026/02/30',
    '2026-01-05',
    '0',
    '-1',
    '99',
    '13',
    'H44',
    '000.00.00.H44',
    'x'.repeat(5000),
    'Ho\u0300a',
  ],
};

/** The spoilt message. */
export function spoil(messages: readonly Buffer[], { message, steps }: Mutation, format: Format): Buffer {
  const start = messages[message % messages.length] ?? Buffer.alloc(0);
  return steps.reduce(
    (bytes, change, at) => apply(bytes, change, messages[(message + at) % messages.length] ?? bytes, format),
    start,
  );
}

function apply(bytes: Buffer, change: Step, other: Buffer, format: Format): Buffer {
  const at = Math.floor(change.at * bytes.length);
  switch (change.kind) {
    case 'flip': {
      const flipped = Buffer.from(bytes);
      if (at < flipped.length) flipped[at] = (flipped[at] ?? 0) ^ change.mask;
      return flipped;
    }
    case 'remove':
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + change.length)]);
    case 'double':
      return Buffer.concat([bytes.subarray(0, at + change.length), bytes.subarray(at)]);
    case 'cut':
      return bytes.subarray(0, at);
    case 'insert':
      return Buffer.concat([bytes.subarray(0, at), change.bytes, bytes.subarray(at)]);
    case 'splice': {
      const from = Math.floor(change.from * other.length);
      return Buffer.concat([
        bytes.subarray(0, at),
        other.subarray(from, from + change.length),
        bytes.subarray(at),
      ]);
    }
    case 'replace': {
      const values = VALUES[format];
      return withToken(bytes, format, change.at, () => values[change.value % values.length] ?? '');
    }
    case 'exchange':
      return withToken(
        bytes,
        format,
        change.at,
        (tokens) => tokens[Math.floor(change.other * tokens.length)] ?? '',
      );
    default:
      return change satisfies never;
  }
}

function withToken(
  bytes: Buffer,
  format: Format,
  at: number,
  by: (tokens: readonly string[]) => string,
): Buffer {
  const text = bytes.toString('utf8');
  const matches = [...text.matchAll(TOKENS[format])];
  const match = matches[Math.floor(at * matches.length)];
  if (match === undefined) return bytes;
  const value = by(matches.map(([token]) => token));
  return Buffer.from(text.slice(0, match.index) + value + text.slice(match.index + match[0].length));
}

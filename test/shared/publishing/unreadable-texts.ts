// Texts that are no sound JSON, with the place and the code of the fault that must be told.
import { CHILD_NAME, resultIssued } from './example-events.ts';

export const spoilt = (from: string, to: string): string => JSON.stringify(resultIssued()).replace(from, to);

export const UNREADABLE: readonly (readonly [string, string | Buffer, string, string])[] = [
  ['nothing', '', '', 'SYNTAX'],
  ['half an event', JSON.stringify(resultIssued()).slice(0, 200), '', 'SYNTAX'],
  ['a name twice', spoilt('"id":"result-1"', '"id":"result-1","id":"result-2"'), '/id', 'DUPLICATE_KEY'],
  [
    'a name twice, deep inside',
    spoilt('"number":', '"number":"1","number":'),
    '/data/paper/number',
    'DUPLICATE_KEY',
  ],
  ['NUL in a name', spoilt(CHILD_NAME, 'A\\u0000'), '/data/concerns/0/name', 'NUL'],
  ['a lone surrogate in a name', spoilt(CHILD_NAME, 'A\\ud800'), '/data/concerns/0/name', 'LONE_SURROGATE'],
  [
    'a bidirectional control in a name',
    spoilt(CHILD_NAME, 'A\\u202eB'),
    '/data/concerns/0/name',
    'BIDI_CONTROL',
  ],
  [
    'a big integer',
    spoilt('"number":', '"pages":12345678901234567890,"number":'),
    '/data/paper/pages',
    'INTEGER_TOO_BIG',
  ],
  [
    'great depth',
    spoilt('"number":', `"x":${'['.repeat(40)}${']'.repeat(40)},"number":`),
    `/data/paper/x${'/0'.repeat(29)}`,
    'TOO_DEEP',
  ],
  [
    'invalid UTF-8',
    Buffer.concat([Buffer.from('{"id":"'), Buffer.from([0xff]), Buffer.from('"}')]),
    '',
    'INVALID_UTF8',
  ],
];

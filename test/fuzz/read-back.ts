// Whether a fact in the log says what was sent: every value of the message in the fact, every value of the fact in
// the message. Compared with forms of its own, not with the doors' code.
import { createHmac } from 'node:crypto';
import { HUB_KEY_BYTES, type OpenedFact } from '../support/adapter-hub.ts';

/** What the envelope adds; not of the message's data. */
const ENVELOPE = new Set(
  'eventName id source type occurredAt recordedAt agency publisher door sender sequence snapshotVersion bodyHash sealed'.split(
    ' ',
  ),
);

/** Values that are on one side only; empty where nothing was changed, lost or added. */
export function differences(data: unknown, { event, opened }: OpenedFact): readonly string[] {
  const fact = Object.entries(event).filter(([name]) => !ENVELOPE.has(name));
  const read = [...leaves(Object.fromEntries(fact)), ...opened.flatMap(({ fields }) => leaves(fields))];
  const sent = leaves(data);
  const lost = sent.filter((value) => !read.some((other) => isSame(value, other)));
  const added = read.filter((other) => !sent.some((value) => isSame(value, other)));
  return [...lost.map((value) => `lost ${String(value)}`), ...added.map((other) => `added ${String(other)}`)];
}

type Leaf = string | number | boolean | bigint;

function leaves(value: unknown): Leaf[] {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) return value.flatMap((item) => leaves(item));
  if (typeof value === 'object') {
    const members: Readonly<Record<string, unknown>> = Object.fromEntries(Object.entries(value));
    const { type, id } = members;
    if (
      typeof type === 'string' &&
      typeof id === 'string' &&
      Object.keys(members).length === 2 &&
      !type.startsWith('vn.')
    )
      return [subjectKey(type, id), type, id];
    return Object.values(members).flatMap((member) => leaves(member));
  }
  if (
    typeof value === 'string' ||
    typeof value === 'number' ||
    typeof value === 'boolean' ||
    typeof value === 'bigint'
  )
    return [value];
  throw new TypeError(`a ${typeof value} in a message`);
}

function subjectKey(type: string, id: string): string {
  return createHmac('sha256', HUB_KEY_BYTES)
    .update(`${type}:${id}`)
    .digest()
    .subarray(0, 16)
    .toString('base64url');
}

const DAY_MS = 86_400_000;

function isSame(sent: Leaf, read: Leaf): boolean {
  if (String(sent) === String(read)) return true;
  if (typeof sent !== 'string') return false;
  if (typeof read === 'number')
    return instantOf(sent) === read || instantOf(`${sent}T00:00:00Z`) === read * DAY_MS;
  // Agency codes come in two forms, a SHA-256 in capitals or not, a document key with either stroke.
  return typeof read === 'string' && agreed(sent) === agreed(read);
}

function instantOf(text: string): number {
  return Date.parse(text);
}

function agreed(text: string): string {
  const agency = /^(?:000\.)*(?:(?<unit>[0-9.]+?)\.)?(?<root>[A-Z]\d\d)$/u.exec(text)?.groups;
  if (agency !== undefined)
    return [agency['root'], ...(agency['unit'] ?? '').split('.').toReversed()]
      .filter((part) => part !== '' && part !== '00' && part !== '000')
      .join('.');
  return text.toLowerCase().replaceAll('/', '-').trim();
}

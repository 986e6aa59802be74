/** A life as a person can read it: one line a fact, in the order recorded, the question and both answers. */
import type { HubEvent } from '#schemas/generated/events.ts';
import type { Instant } from '#shared/pure/time.ts';
import type { Asked, Letter, Life, Said, Stated } from './told.ts';

const ENVELOPE = new Set([
  'id',
  'source',
  'type',
  'occurredAt',
  'recordedAt',
  'agency',
  'publisher',
  'door',
  'sender',
  'sequence',
  'snapshotVersion',
  'bodyHash',
  'concerns',
  'sealed',
  'eventName',
]);

/** Everything of a difference. */
export function listDifference({
  life,
  asked,
  oracle,
  product,
}: {
  readonly life: Life;
  readonly asked: Asked;
  readonly oracle: Said;
  readonly product: Said;
}): string {
  const text = [
    `seed ${life.seed}: ${life.stated.length} facts, ${life.letters.length} letters`,
    ...[...life.stated]
      .sort((one, other) => one.fact.event.recordedAt - other.fact.event.recordedAt)
      .map(lineOf),
    ...life.letters.map(letterLine),
    `asked   ${JSON.stringify(asked)}`,
    ...onlyIn('oracle ', oracle, product),
    ...onlyIn('product', product, oracle),
  ].join('\n');
  return named(text, life);
}

/** What one side says and the other does not, row by row and paper by paper. */
function onlyIn(name: string, said: Said, other: Said): readonly string[] {
  const parts = partsOf(other);
  return partsOf(said)
    .filter((part) => !parts.includes(part))
    .map((part) => `${name} ${part}`);
}

function partsOf(said: Said): readonly string[] {
  if ('refused' in said) return [`refuses: ${said.refused}`];
  if ('papers' in said) return said.papers;
  const { rows, toBring, avoidable } = said;
  return [
    ...rows.map((row) => JSON.stringify(row)),
    `to bring ${JSON.stringify(toBring)}`,
    ...(avoidable ?? []).map((paper) => `avoidable by ${paper}`),
  ];
}

function lineOf({ key, fact }: Stated): string {
  const { event, replacement } = fact;
  const version = event.snapshotVersion === null ? '' : ` version ${instant(event.snapshotVersion.actualAt)}`;
  const concerns = event.concerns.map(({ subjectKey, role }) => `${subjectKey} ${role}`).join(', ');
  const lines = [
    `${instant(event.recordedAt)} ${event.eventName} [${key}] at ${instant(event.occurredAt)}${version}`,
    `    id ${event.id} of ${event.source} by ${event.agency}${concerns === '' ? '' : ` about ${concerns}`}`,
    `    ${dataOf(event)}`,
    ...(replacement === undefined
      ? []
      : [`    becomes ${dataOf(replacement)} about ${JSON.stringify(replacement.concerns)}`]),
  ];
  return lines.join('\n');
}

/** The event's own fields that say something. */
function dataOf(event: HubEvent): string {
  const own = Object.entries(event).filter(([name]) => !ENVELOPE.has(name));
  const said = (_name: string, value: unknown): unknown => (value === null ? undefined : value);
  return JSON.stringify(Object.fromEntries(own), said);
}

function letterLine({ stream, key, knownFrom }: Letter): string {
  return `${instant(knownFrom)} LETTER in ${stream} [${key}]`;
}

function instant(at: Instant): string {
  return Number.isFinite(at) ? new Date(at).toISOString().slice(0, 19) : 'ever';
}

/** Subject keys are unreadable: persons are called P1, P2 … */
function named(text: string, { people }: Life): string {
  let nth = 0;
  let readable = text;
  for (const [key, { type }] of people) readable = readable.replaceAll(key, `${type}${(nth += 1)}`);
  return readable;
}

/**
 * The agencies of all villages: real codes and successions of 1 July 2025, some known late, a province's invented
 * units, and whose bare "completed" is believed. The same in every village, because a hub has one registry.
 */
import agencies from '#schemas/catalogue/agencies.json' with { type: 'json' };
import type { EventData, EventName } from '#schemas/generated/events.ts';
import type { DraftOf, FactDraft } from '#shared/pure/draft.ts';
import type { HubKey } from '#shared/pure/hub-key.ts';
import { addDays, type Day, type Instant, startOfDay } from '#shared/pure/time.ts';
import type { Stated } from '../told.ts';
import { statedFrom } from './stated.ts';

/** Who succeeded whom, and when the hub was told. */
interface Succession {
  readonly from: string;
  readonly to: string;
  readonly on: Day;
  readonly recordedAt: Instant;
}

const TOLD_AT = startOfDay('2025-01-02');
const TOLD_LATE_AT = startOfDay('2025-09-01');

/** Units of a province that ended, and their successors: invented. */
const UNITS = [
  { from: 'H08.12', to: 'H21.77', on: '2025-07-01' },
  { from: 'H44.20', to: 'H44.150', on: '2025-07-01' },
] as const;

/** Every succession; every third is told late. */
const SUCCESSIONS: readonly Succession[] = [
  ...agencies.flatMap(({ agencyCode, successor, validTo }) =>
    successor === null || validTo === null
      ? []
      : [{ from: agencyCode, to: successor, on: addDays(validTo, 1) }],
  ),
  ...UNITS,
].map((each, nth) => ({ ...each, recordedAt: nth % 3 === 2 ? TOLD_LATE_AT : TOLD_AT }));

/** Agencies that appear together, so that succession, parenthood and strangers meet often. */
export interface Offices {
  readonly all: readonly string[];
  /** By agency: who succeeded it. */
  readonly successors: ReadonlyMap<string, string>;
}

/** A closed province with its successor and a sibling that went the same way, a living province, units. */
export function officesOf(pick: <T>(from: readonly T[]) => T): Offices {
  const { from, to } = pick(SUCCESSIONS);
  const sibling = SUCCESSIONS.find((each) => each.to === to && each.from !== from)?.from;
  const units = pick([
    ['H08.12', 'H21.77'],
    ['H44.20', 'H44.150'],
  ]);
  const all = [from, to, ...(sibling === undefined ? [] : [sibling]), 'H44', 'H44.150', ...units];
  return {
    all: [...new Set(all)],
    successors: new Map(SUCCESSIONS.map((each) => [each.from, each.to])),
  };
}

/** After the day of succession a code's successor speaks for it (rules.md 25). */
export function speakerAt({ successors }: Offices, agency: string, recordedAt: Instant): string {
  const successor = successors.get(agency);
  const succession = SUCCESSIONS.find(({ from }) => from === agency);
  return successor === undefined || succession === undefined || recordedAt < startOfDay(succession.on)
    ? agency
    : successor;
}

/** Facts of the registry about the given agencies. */
export function registryOf(hubKey: HubKey, { all }: Offices): readonly Stated[] {
  return SUCCESSIONS.filter(({ from, to }) => all.includes(from) && all.includes(to)).map((each) =>
    statedFrom(succeeded(each), hubKey),
  );
}

/** Everything that the registry says, for a hub that many villages share. */
export function wholeRegistry(): readonly FactDraft[] {
  return SUCCESSIONS.map(succeeded);
}

function succeeded({ from, to, on, recordedAt }: Succession): FactDraft {
  return said('AgencySucceeded', 'vn.gov.hub.agency-succeeded.v1', from, `${from} ${to}`, recordedAt, {
    agencyCode: from,
    successor: to,
    effectiveOn: on,
  });
}

function said<N extends EventName>(
  eventName: N,
  type: DraftOf<N>['type'],
  key: string,
  id: string,
  recordedAt: Instant,
  data: EventData[N],
): FactDraft {
  const draft = {
    eventName,
    type,
    key,
    id,
    source: '/hub/model',
    occurredAt: recordedAt,
    recordedAt,
    agency: 'G22',
    door: 'events',
    concerns: [],
    data,
  };
  assertDraft(draft);
  return draft;
}

/** An event's name and its data belong together, as the caller's types say. */
function assertDraft(_draft: object): asserts _draft is FactDraft {}

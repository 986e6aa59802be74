/**
 * The built-in catalogue as facts. An id says which entry it states, how often that entry has changed, and what is
 * stated: so what stands in the log already adds nothing, a changed entry adds one fact, and one that is changed
 * back adds another.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type {
  AgencyRegisteredData,
  PaperAliasDefinedData,
  ProcedurePublishedData,
  SupersessionDefinedData,
} from '#schemas/generated/events.ts';
import type { FactDraft } from '#shared/pure/draft.ts';
import type { HubKey } from '#shared/pure/hub-key.ts';
import { addDays, type Day, type Instant, startOfDay } from '#shared/pure/time.ts';

export const CATALOGUE_SOURCE = '/hub/catalogue';
const DOOR = 'catalogue';
/** The Government Office keeps the national database of procedures. */
const AGENCY = 'G22';
/** The day from which the catalogue speaks where an entry has no day of its own. */
const CATALOGUE_DAY: Day = '2025-07-01';

/** An agency as the file has it: the day after `validTo` the successor takes over. */
export interface AgencyEntry extends AgencyRegisteredData {
  readonly successor: string | null;
}

export interface CatalogueFiles {
  readonly procedures: readonly ProcedurePublishedData[];
  readonly aliases: readonly PaperAliasDefinedData[];
  readonly supersession: readonly SupersessionDefinedData[];
  readonly agencies: readonly AgencyEntry[];
}

/** Reads `schemas/catalogue`. What does not fit its schema is refused when it is published. */
export function readCatalogue(folder: string): CatalogueFiles {
  const read = (name: string): string => readFileSync(path.join(folder, `${name}.json`), 'utf8');
  return {
    procedures: JSON.parse(read('procedures')),
    aliases: JSON.parse(read('aliases')),
    supersession: JSON.parse(read('supersession')),
    agencies: JSON.parse(read('agencies')),
  };
}

/** One entry: what it is about, and how it is stated under an id. */
export interface CatalogueEntry {
  /** Names the entry among all; the same when its content changes. */
  readonly identity: string;
  /** Follows from the content. */
  readonly hash: string;
  readonly draft: (id: string, recordedAt: Instant) => FactDraft;
}

/** How an entry stands in the log: how often it was stated before, and its content. */
export interface Standing {
  readonly ordinal: number;
  readonly hash: string;
}

/** Every entry of the files. */
export function catalogueEntries(files: CatalogueFiles, hubKey: HubKey): readonly CatalogueEntry[] {
  const entry = (identity: string, data: unknown, draft: CatalogueEntry['draft']): CatalogueEntry => ({
    identity,
    hash: hubKey.contentId([CATALOGUE_SOURCE, identity, data]),
    draft,
  });
  return [
    ...files.procedures.map((data) =>
      entry(`procedure/${data.procedureCode}/${data.validFrom}`, data, procedureDraft(data)),
    ),
    ...files.aliases.map((data) => entry(`alias/${data.evidence}/${data.value}`, data, aliasDraft(data))),
    ...files.supersession.map((data) => entry(supersessionIdentity(data), data, supersessionDraft(data))),
    ...files.agencies.flatMap(({ successor, ...data }) => {
      const registered = entry(`agency/${data.agencyCode}`, data, agencyDraft(data));
      if (successor === null || data.validTo === null) return [registered];
      const succession = { agencyCode: data.agencyCode, successor, effectiveOn: addDays(data.validTo, 1) };
      const identity = `succession/${data.agencyCode}/${successor}`;
      return [registered, entry(identity, succession, successionDraft(succession))];
    }),
  ];
}

/** The drafts of what the log does not say yet. */
export function missingDrafts(
  entries: readonly CatalogueEntry[],
  standing: ReadonlyMap<string, Standing>,
  recordedAt: Instant,
): readonly FactDraft[] {
  return entries.flatMap(({ identity, hash, draft }) => {
    const known = standing.get(identity);
    if (known?.hash === hash) return [];
    return [draft(`${identity}/${(known?.ordinal ?? 0) + 1}/${hash}`, recordedAt)];
  });
}

/** What ids in the log, in any order, say about the entries. */
export function standingOf(ids: Iterable<string>): ReadonlyMap<string, Standing> {
  const standing = new Map<string, Standing>();
  for (const id of ids) {
    const [, identity, ordinalText, hash] = /^(.+)\/(\d+)\/([\w-]{22})$/.exec(id) ?? [];
    if (identity === undefined || hash === undefined) continue;
    const ordinal = Number(ordinalText);
    if (ordinal > (standing.get(identity)?.ordinal ?? 0)) standing.set(identity, { ordinal, hash });
  }
  return standing;
}

function common(id: string, recordedAt: Instant, day: Day) {
  return {
    id,
    source: CATALOGUE_SOURCE,
    occurredAt: startOfDay(day),
    recordedAt,
    agency: AGENCY,
    door: DOOR,
    concerns: [],
  } as const;
}

function procedureDraft(data: ProcedurePublishedData): CatalogueEntry['draft'] {
  return (id, recordedAt) => ({
    ...common(id, recordedAt, data.validFrom),
    eventName: 'ProcedurePublished',
    type: 'vn.gov.catalogue.procedure-published.v1',
    key: data.procedureCode,
    data,
  });
}

function aliasDraft(data: PaperAliasDefinedData): CatalogueEntry['draft'] {
  return (id, recordedAt) => ({
    ...common(id, recordedAt, CATALOGUE_DAY),
    eventName: 'PaperAliasDefined',
    type: 'vn.gov.catalogue.paper-alias-defined.v1',
    key: `alias/${data.evidence}/${data.value}`,
    data,
  });
}

function supersessionIdentity(data: SupersessionDefinedData): string {
  return `supersession/${data.trigger}/${data.triggerRole ?? 'HOLDS'}/${data.superseded}`;
}

function supersessionDraft(data: SupersessionDefinedData): CatalogueEntry['draft'] {
  return (id, recordedAt) => ({
    ...common(id, recordedAt, CATALOGUE_DAY),
    eventName: 'SupersessionDefined',
    type: 'vn.gov.catalogue.supersession-defined.v1',
    key: supersessionIdentity(data),
    data,
  });
}

function agencyDraft(data: AgencyRegisteredData): CatalogueEntry['draft'] {
  return (id, recordedAt) => ({
    ...common(id, recordedAt, data.validFrom ?? CATALOGUE_DAY),
    eventName: 'AgencyRegistered',
    type: 'vn.gov.hub.agency-registered.v1',
    key: data.agencyCode,
    data,
  });
}

function successionDraft(data: {
  readonly agencyCode: string;
  readonly successor: string;
  readonly effectiveOn: Day;
}): CatalogueEntry['draft'] {
  return (id, recordedAt) => ({
    ...common(id, recordedAt, data.effectiveOn),
    eventName: 'AgencySucceeded',
    type: 'vn.gov.hub.agency-succeeded.v1',
    key: data.agencyCode,
    data,
  });
}

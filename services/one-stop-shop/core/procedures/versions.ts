/**
 * Versions of an imported procedure. A fact's id says which version it states, how often that procedure was stated
 * before, and what is stated: so the same record again adds nothing, a changed one adds a version that is in force from
 * the day of its import, and one that changes back adds another. A record that only this program reads differently
 * than before restates its version.
 */
import type { FactDraft } from '#shared/pure/draft.ts';
import type { HubKey } from '#shared/pure/hub-key.ts';
import { type Day, dayOf, type Instant, startOfDay } from '#shared/pure/time.ts';
import type { CatalogueRecord } from './catalogue-record.ts';
import type { ProcedureContent } from './translate-record.ts';

/** The Government Office keeps the national database of procedures. */
const AGENCY = 'G22';
const DOOR = 'procedures';
export const IMPORT_SOURCE = `/agencies/${AGENCY}/${DOOR}`;
/**
 * Records do not say since when they hold: the first version of a procedure counts from the day of the built-in
 * catalogue, so that dossiers filed before the import have their procedure.
 */
const FIRST_DAY: Day = '2025-07-01';

/** How a procedure stands in the log. */
export interface StandingVersion {
  readonly validFrom: Day;
  /** How often the procedure has been stated. */
  readonly ordinal: number;
  /** Follows from the record as sent. */
  readonly recordHash: string;
  /** Follows from what the hub made of it. */
  readonly contentHash: string;
}

export interface VersionContext {
  readonly hubKey: HubKey;
  readonly recordedAt: Instant;
  readonly standing: StandingVersion | undefined;
}

/** The fact that states the record as its next version; undefined where it stands in the log already. */
export function nextVersion(
  record: CatalogueRecord,
  content: ProcedureContent,
  { hubKey, recordedAt, standing }: VersionContext,
): { readonly version: StandingVersion; readonly draft: FactDraft } | undefined {
  const recordHash = hubKey.contentId([IMPORT_SOURCE, record.code, record.name, [...record.fields]]);
  const contentHash = hubKey.contentId([IMPORT_SOURCE, content]);
  if (standing?.recordHash === recordHash && standing.contentHash === contentHash) return undefined;
  const validFrom = validFromOf(standing, recordHash, dayOf(recordedAt));
  const version = { validFrom, ordinal: (standing?.ordinal ?? 0) + 1, recordHash, contentHash };
  return { version, draft: draftOf(record.code, content, version, recordedAt) };
}

function draftOf(
  code: string,
  content: ProcedureContent,
  { validFrom, ordinal, recordHash, contentHash }: StandingVersion,
  recordedAt: Instant,
): FactDraft {
  return {
    eventName: 'ProcedurePublished',
    type: 'vn.gov.catalogue.procedure-published.v1',
    key: code,
    id: ['procedure', code, validFrom, ordinal, recordHash, contentHash].join('/'),
    source: IMPORT_SOURCE,
    occurredAt: startOfDay(validFrom),
    recordedAt,
    agency: AGENCY,
    door: DOOR,
    concerns: [],
    data: { ...content, validFrom, validTo: null },
  };
}

function validFromOf(standing: StandingVersion | undefined, recordHash: string, today: Day): Day {
  if (standing === undefined) return FIRST_DAY;
  return standing.recordHash === recordHash ? standing.validFrom : today;
}

const ID = /^procedure\/([^/]+)\/(\d{4}-\d{2}-\d{2})\/(\d+)\/([\w-]{22})\/([\w-]{22})$/u;

/** What an id in the log says; undefined for an id of another kind. */
export function standingOf(
  id: string,
): { readonly code: string; readonly version: StandingVersion } | undefined {
  const [, code, validFrom, ordinal, recordHash, contentHash] = ID.exec(id) ?? [];
  if (code === undefined || validFrom === undefined) return undefined;
  if (recordHash === undefined || contentHash === undefined) return undefined;
  return { code, version: { validFrom, ordinal: Number(ordinal), recordHash, contentHash } };
}

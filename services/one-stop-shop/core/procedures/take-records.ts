/** Takes the lines of one message, one after another: each is the next version of its procedure, known, or refused. */
import type { CatalogueDefect } from '#schemas/generated/events.ts';
import type { FactDraft } from '#shared/pure/draft.ts';
import type { Fault } from '#shared/pure/fault.ts';
import type { HubKey } from '#shared/pure/hub-key.ts';
import type { Instant } from '#shared/pure/time.ts';
import { type RawLine, readLine } from './record-lines.ts';
import { translateRecord } from './translate-record.ts';
import { nextVersion, type StandingVersion } from './versions.ts';

/** How a procedure is stated: by the log, or by a line before. */
export interface Stated {
  readonly id: string;
  readonly version: StandingVersion;
}

export interface TakenLine {
  readonly line: number;
  readonly procedureCode: string;
  readonly defects: readonly CatalogueDefect[];
  /** The id of the fact that states the record, new or not. */
  readonly id: string;
  /** To be published; absent where the record is known. */
  readonly draft?: FactDraft;
}

export interface RefusedLine {
  readonly line: number;
  readonly faults: readonly Fault[];
}

/** Gives what becomes of a line; remembers what the lines before stated. */
export function recordTaker(
  standing: ReadonlyMap<string, Stated>,
  hubKey: HubKey,
): (raw: RawLine, recordedAt: Instant) => TakenLine | RefusedLine {
  const stated = new Map(standing);
  return (raw, recordedAt) => {
    const read = readLine(raw);
    if ('faults' in read) return read;
    const { line, record } = read;
    const content = translateRecord(record);
    const known = stated.get(record.code);
    const next = nextVersion(record, content, { hubKey, recordedAt, standing: known?.version });
    const taken = { line, procedureCode: record.code, defects: content.defects };
    if (next === undefined) return { ...taken, id: known?.id ?? '' };
    const { draft, version } = next;
    stated.set(record.code, { id: draft.id, version });
    return { ...taken, id: draft.id, draft };
  };
}

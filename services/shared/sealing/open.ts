/**
 * Opens sealed parts. Only the portal imports this file, after it has written who reads what and why; the
 * architecture test holds everyone else to it.
 */
import { createDecipheriv, type KeyObject } from 'node:crypto';
import type { HubEvent, Sealed } from '#schemas/generated/events.ts';
import type { SchemaJson } from '#shared/avro/schema-tree.ts';
import type { Pool } from '#shared/postgres/pool.ts';
import { factIdOf } from '#shared/pure/hub-key.ts';
import { findKeys } from './key-rows.ts';
import type { MasterKey } from './master-key.ts';
import { personalCodecOf } from './personal-codec.ts';
import { additionalData } from './seal.ts';

const TAG_BYTES = 16;

/** One part in the clear. */
export interface OpenedPart {
  /** The subjectKey of a person, or the aggregate for text about nobody known. */
  readonly keyOwner: string;
  /** Undefined when the key was destroyed: the data are erased. */
  readonly fields: Readonly<Record<string, unknown>> | undefined;
}

/** Keys by `owner` and version, as `keysToOpen` gives them. */
export type OpeningKeys = ReadonlyMap<string, KeyObject>;

/** The keys of all boxes of some events, in one round trip; destroyed keys are missing. */
export async function keysToOpen(
  pool: Pool,
  masterKey: MasterKey,
  events: readonly Pick<HubEvent, 'sealed'>[],
): Promise<OpeningKeys> {
  const boxes = new Map(events.flatMap(({ sealed }) => sealed).map((box) => [nameOf(box), box]));
  if (boxes.size === 0) return new Map();
  const wanted = [...boxes.values()];
  const rows = await findKeys(
    pool,
    wanted.map(({ keyOwner }) => keyOwner),
    wanted.map(({ keyVersion }) => keyVersion),
  );
  const keys = new Map<string, KeyObject>();
  for (const { owner, version, wrapped } of rows) {
    if (wrapped === null) continue;
    keys.set(nameOf({ keyOwner: owner, keyVersion: version }), masterKey.unwrap(wrapped, owner, version));
  }
  return keys;
}

/**
 * The parts of an event in the clear. `writerSchema` is the `personal` attribute of the schema that the event was
 * written with, where that may be another version than this program's (the same object each time).
 * @throws Error if a box was tampered with or moved.
 */
export function openParts(
  event: Pick<HubEvent, 'type' | 'source' | 'id' | 'sealed'>,
  keys: OpeningKeys,
  writerSchema?: SchemaJson,
): OpenedPart[] {
  const personal = personalCodecOf(event.type);
  if (personal === undefined) return [];
  const factId = factIdOf(event.source, event.id);
  return event.sealed.map((box) => {
    const key = keys.get(nameOf(box));
    if (key === undefined) return { keyOwner: box.keyOwner, fields: undefined };
    const fields = personal.codec.decode(plaintextOf(box, factId, key), writerSchema);
    return { keyOwner: box.keyOwner, fields: asFields(fields) };
  });
}

function plaintextOf(sealed: Sealed, factId: string, key: KeyObject): Buffer {
  const end = sealed.box.length - TAG_BYTES;
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.nonce, { authTagLength: TAG_BYTES })
    .setAAD(additionalData(factId, sealed.keyOwner))
    .setAuthTag(sealed.box.subarray(end));
  return Buffer.concat([decipher.update(sealed.box.subarray(0, end)), decipher.final()]);
}

function nameOf({ keyOwner, keyVersion }: Pick<Sealed, 'keyOwner' | 'keyVersion'>): string {
  return `${keyVersion}:${keyOwner}`;
}

/** Without the members that say nothing. */
function asFields(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) throw new TypeError('a personal part is a record');
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== null));
}

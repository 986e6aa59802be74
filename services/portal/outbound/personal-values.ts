/** Opens sealed parts for answers: the only place of the hub that does. Nothing that was opened is kept. */

import type { HubEvent } from '#schemas/generated/events.ts';
import type { SchemaJson } from '#shared/avro/schema-tree.ts';
import type { Pool } from '#shared/postgres/pool.ts';
import type { MasterKey } from '#shared/sealing/master-key.ts';
import { keysToOpen, type OpeningKeys, openParts } from '#shared/sealing/open.ts';
import type { PersonalValues, SealedValue } from '../core/sealed-values.ts';

export interface PersonalValueParts {
  readonly pool: Pool;
  readonly masterKey: MasterKey;
  readonly personalSchemaOf: (event: HubEvent) => SchemaJson | undefined;
}

export function createPersonalValues({
  pool,
  masterKey,
  personalSchemaOf,
}: PersonalValueParts): PersonalValues {
  return {
    async open(wanted) {
      if (wanted.length === 0) return [];
      const boxes = wanted.map(({ event, keyOwner }) => ({
        sealed: event.sealed.filter((part) => part.keyOwner === keyOwner),
      }));
      const keys = await keysToOpen(pool, masterKey, boxes);
      return wanted.map((value) => openOne(value, keys, personalSchemaOf(value.event)));
    },
  };
}

/** Only the boxes of the asked person are opened, whoever else the event is about. */
function openOne(
  { event, keyOwner, personalField }: SealedValue,
  keys: OpeningKeys,
  personalSchema: SchemaJson | undefined,
): string | undefined {
  const sealed = event.sealed.filter((part) => part.keyOwner === keyOwner);
  for (const { fields } of openParts({ ...event, sealed }, keys, personalSchema)) {
    const value = fields?.[personalField];
    if (typeof value === 'string') return value;
  }
  return undefined;
}

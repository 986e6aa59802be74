/** Opens sealed parts for answers: the only place of the hub that does. Nothing that was opened is kept. */

import type { HubEvent } from '#schemas/generated/events.ts';
import type { SchemaJson } from '#shared/avro/schema-tree.ts';
import type { Pool } from '#shared/postgres/pool.ts';
import type { MasterKey } from '#shared/sealing/master-key.ts';
import { keysToOpen, type OpeningKeys, openParts } from '#shared/sealing/open.ts';
import type { OpenedValue, PersonalValues, SealedValue } from '../core/sealed-values.ts';

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
  const openedWith = async (wanted: readonly SealedValue[]): Promise<OpenedBoxes> =>
    new OpenedBoxes(await keysToOpen(pool, masterKey, wanted.map(boxesOf)), personalSchemaOf);
  return {
    async open(wanted) {
      const boxes = await openedWith(wanted);
      return wanted.map((value) => boxes.valueOf(value));
    },
    async openFirst(wanted) {
      const boxes = await openedWith(wanted.flat());
      return wanted.map((values) => firstOf(values, boxes));
    },
  };
}

function firstOf<V extends SealedValue>(
  values: readonly V[],
  boxes: OpenedBoxes,
): OpenedValue<V> | undefined {
  for (const of of values) {
    const value = boxes.valueOf(of);
    if (value !== undefined) return { value, of };
  }
  return undefined;
}

/** Only the boxes of the asked person are opened, whoever else the event is about. */
function boxesOf({ event, keyOwner }: SealedValue): Pick<HubEvent, 'sealed'> {
  return { sealed: event.sealed.filter((part) => part.keyOwner === keyOwner) };
}

type Fields = readonly Readonly<Record<string, unknown>>[];

/** The parts of one answer, each opened when it is asked for, and once. */
class OpenedBoxes {
  readonly #keys: OpeningKeys;
  readonly #schemaOf: PersonalValueParts['personalSchemaOf'];
  readonly #opened = new Map<HubEvent, Map<string, Fields>>();

  constructor(keys: OpeningKeys, schemaOf: PersonalValueParts['personalSchemaOf']) {
    this.#keys = keys;
    this.#schemaOf = schemaOf;
  }

  valueOf(wanted: SealedValue): string | undefined {
    const saying = this.#fieldsOf(wanted).find((fields) => typeof fields[wanted.personalField] === 'string');
    const value = saying?.[wanted.personalField];
    return typeof value === 'string' ? value : undefined;
  }

  #fieldsOf(wanted: SealedValue): Fields {
    const { event, keyOwner } = wanted;
    const ofEvent = this.#opened.get(event) ?? new Map<string, Fields>();
    this.#opened.set(event, ofEvent);
    const fields = ofEvent.get(keyOwner) ?? this.#open(wanted);
    ofEvent.set(keyOwner, fields);
    return fields;
  }

  #open(wanted: SealedValue): Fields {
    const { type, source, id } = wanted.event;
    const event = { type, source, id, ...boxesOf(wanted) };
    return openParts(event, this.#keys, this.#schemaOf(wanted.event))
      .map(({ fields }) => fields)
      .filter((fields) => fields !== undefined);
  }
}

// The log's values to events: each schema is asked for once, and what can never be understood is told apart.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEventDecoder } from '#shared/avro/event-decoder.ts';
import { createSchemaRegistryClient, SchemaRegistryError } from '#shared/avro/registry-client.ts';
import { frame } from '#shared/avro/wire-format.ts';
import { event, type Hub, startHub } from '../../projector/hub.ts';

const returned = event('ResultReturned', {});
const accepted = event('DossierAccepted', { dueAt: null });

let hub: Hub;
let values: { readonly returned: Buffer; readonly accepted: Buffer };
beforeAll(async () => {
  hub = await startHub();
  values = { returned: await hub.encode(returned), accepted: await hub.encode(accepted) };
});
afterAll(() => hub.stop());

describe('a decoder', () => {
  test('decodes at once, and without the registry, what has a schema that it has asked for', async () => {
    const decode = createEventDecoder(createSchemaRegistryClient({ url: hub.registry.address }));
    const first = decode(values.returned);
    expect(first).toBeInstanceOf(Promise);
    expect(await first).toMatchObject({ kind: 'event', event: returned });
    expect(decode(values.returned)).toMatchObject({ kind: 'event', event: returned });
  });

  test('rejects while the registry does not answer, and asks again', async () => {
    let address = 'http://127.0.0.1:1';
    const decode = createEventDecoder({
      schemaById: (id) => createSchemaRegistryClient({ url: address }).schemaById(id),
    });
    await expect(decode(values.accepted)).rejects.toThrow(SchemaRegistryError);
    address = hub.registry.address;
    expect(await decode(values.accepted)).toMatchObject({ kind: 'event', event: accepted });
  });

  test('says what is broken for ever, before and after the schema is known', async () => {
    const decode = createEventDecoder(createSchemaRegistryClient({ url: hub.registry.address }));
    const cut = values.returned.subarray(0, -1);
    expect(await decode(cut)).toMatchObject({ kind: 'broken', code: 'MALFORMED_AVRO' });
    expect(decode(cut)).toMatchObject({ kind: 'broken', code: 'MALFORMED_AVRO' });
    expect(decode(Buffer.from('no'))).toMatchObject({ kind: 'broken', code: 'WIRE_FORMAT' });
    expect(await decode(frame(999_999, Buffer.alloc(0)))).toMatchObject({ kind: 'broken' });
  });
});

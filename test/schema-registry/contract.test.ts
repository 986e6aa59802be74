// The Confluent REST contract, as far as the hub and its common clients need it.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningRegistry } from '../../services/schema-registry/app.ts';
import { topicPrefix } from '../support/stack.ts';
import { call, carrying, recordSchema, startTestRegistry } from './registry-room.ts';

const ID = { name: 'id', type: 'string' };
const NOTE = { name: 'note', type: ['null', 'string'], default: null };
const FIRST = recordSchema('Fact', ID);
const SECOND = recordSchema('Fact', ID, NOTE);

describe('the schema registry', () => {
  let registry: RunningRegistry;
  beforeAll(async () => {
    registry = await startTestRegistry(topicPrefix());
    for (const schema of [FIRST, SECOND])
      await call(registry, 'POST', '/subjects/facts/versions', carrying(schema));
  });
  afterAll(async () => {
    await registry.stop();
  });

  test('answers in its media type and lists what it holds', async () => {
    const subjects = await call(registry, 'GET', '/subjects');
    expect(subjects).toMatchObject({
      status: 200,
      type: expect.stringContaining('vnd.schemaregistry.v1+json'),
    });
    expect(subjects.body).toContain('facts');
    expect((await call(registry, 'GET', '/subjects/facts/versions')).body).toEqual([1, 2]);
  });

  test('gives a version by number and as latest, and a schema by its id', async () => {
    const first = await call(registry, 'GET', '/subjects/facts/versions/1');
    expect(first.body).toEqual({ subject: 'facts', version: 1, id: 1, schema: JSON.stringify(FIRST) });
    const latest = await call(registry, 'GET', '/subjects/facts/versions/latest');
    expect(latest.body).toMatchObject({ version: 2, id: 2 });
    expect((await call(registry, 'GET', '/subjects/facts/versions/2/schema')).body).toEqual(SECOND);
    expect((await call(registry, 'GET', '/schemas/ids/2')).body).toEqual({ schema: JSON.stringify(SECOND) });
    expect((await call(registry, 'GET', '/schemas/ids/2/versions')).body).toEqual([
      { subject: 'facts', version: 2 },
    ]);
  });

  test('the same schema again, however it is written, has the same id, under another subject too', async () => {
    const turned = { fields: [ID], name: 'Fact', namespace: 'vn.gov.test', type: 'record' };
    const again = await call(registry, 'POST', '/subjects/facts/versions', carrying(turned));
    expect(again).toMatchObject({ status: 200, body: { id: 1 } });
    const elsewhere = await call(registry, 'POST', '/subjects/others/versions', carrying(FIRST));
    expect(elsewhere.body).toEqual({ id: 1 });
    expect((await call(registry, 'GET', '/subjects/facts/versions')).body).toEqual([1, 2]);
    expect((await call(registry, 'GET', '/schemas/ids/1/subjects')).body).toEqual(['facts', 'others']);
  });

  test('a default of null is part of a schema', async () => {
    const without = recordSchema('Loose', { name: 'note', type: ['null', 'string'] });
    const withDefault = recordSchema('Loose', NOTE);
    const one = await call(registry, 'POST', '/subjects/loose/versions', carrying(without));
    const two = await call(registry, 'POST', '/subjects/loose/versions', carrying(withDefault));
    expect(two.body).not.toEqual(one.body);
  });

  test('finds a schema under its subject', async () => {
    const found = await call(registry, 'POST', '/subjects/facts', carrying(SECOND));
    expect(found.body).toMatchObject({ subject: 'facts', version: 2, id: 2 });
  });

  test('refuses an incompatible schema with every reason', async () => {
    const broken = recordSchema('Fact', { name: 'id', type: 'long' }, { name: 'more', type: 'int' });
    const answer = await call(registry, 'POST', '/subjects/facts/versions', carrying(broken));
    expect(answer).toMatchObject({ status: 409, body: { error_code: 409 } });
    const text = JSON.stringify(answer.body);
    expect(text).toContain('TYPE_MISMATCH at /fields/0/type');
    expect(text).toContain('READER_FIELD_MISSING_DEFAULT_VALUE at /fields/1');
    expect(text).toContain('version 2');
  });

  test('says beforehand whether a schema would be compatible, and why not', async () => {
    const broken = recordSchema('Fact', { name: 'id', type: 'long' });
    const path = '/compatibility/subjects/facts/versions';
    const short = await call(registry, 'POST', `${path}/latest`, carrying(broken));
    expect(short.body).toEqual({ is_compatible: false });
    const verbose = await call(registry, 'POST', `${path}/latest?verbose=true`, carrying(broken));
    expect(verbose.body).toMatchObject({
      is_compatible: false,
      messages: [expect.stringContaining('TYPE_MISMATCH')],
    });
    const good = await call(registry, 'POST', `${path}?verbose=true`, carrying(SECOND));
    expect(good.body).toEqual({ is_compatible: true, messages: [] });
  });

  test('has one level of compatibility', async () => {
    expect((await call(registry, 'GET', '/config')).body).toEqual({
      compatibilityLevel: 'BACKWARD_TRANSITIVE',
    });
    expect((await call(registry, 'GET', '/config/facts')).body).toMatchObject({ error_code: 40408 });
    const inherited = await call(registry, 'GET', '/config/facts?defaultToGlobal=true');
    expect(inherited.body).toEqual({ compatibilityLevel: 'BACKWARD_TRANSITIVE' });
    const same = await call(registry, 'PUT', '/config/facts', { compatibility: 'BACKWARD_TRANSITIVE' });
    expect(same.body).toEqual({ compatibility: 'BACKWARD_TRANSITIVE' });
  });

  test.each<[string, string, unknown, number, number]>([
    ['GET', '/subjects/unknown/versions', undefined, 404, 40401],
    ['GET', '/subjects/unknown/versions/1', undefined, 404, 40401],
    ['POST', '/subjects/unknown', carrying(FIRST), 404, 40401],
    ['GET', '/subjects/facts/versions/99', undefined, 404, 40402],
    ['POST', '/compatibility/subjects/facts/versions/99', carrying(FIRST), 404, 40402],
    ['POST', '/subjects/facts', carrying(recordSchema('Other', ID)), 404, 40403],
    ['GET', '/schemas/ids/99999', undefined, 404, 40403],
    ['GET', '/schemas/ids/one', undefined, 404, 40403],
    ['POST', '/subjects/facts/versions', carrying({ type: 'record' }), 422, 42201],
    ['POST', '/subjects/facts/versions', { schema: '{"type":"string"' }, 422, 42201],
    ['POST', '/subjects/facts/versions', { schema: 5 }, 422, 42201],
    ['POST', '/subjects/facts/versions', { schema: '"string"', schemaType: 'PROTOBUF' }, 422, 42201],
    ['GET', '/subjects/facts/versions/first', undefined, 422, 42202],
    ['GET', '/subjects/facts/versions/0', undefined, 422, 42202],
    ['PUT', '/config', { compatibility: 'NONE' }, 422, 42203],
    ['POST', '/subjects/facts/versions', '{"schema":', 422, 42201],
    ['GET', '/nowhere', undefined, 404, 404],
    ['GET', '/subjects/facts/nowhere', undefined, 404, 404],
    ['DELETE', '/subjects/facts', undefined, 404, 404],
  ])('%s %s is refused in the form of the contract', async (method, path, body, status, errorCode) => {
    const answer = await call(registry, method, path, body);
    expect(answer).toMatchObject({ status, body: { error_code: errorCode, message: expect.any(String) } });
  });

  test('says where a text stops being JSON, in the body and in the schema inside it', async () => {
    const path = '/subjects/facts/versions';
    const body = await call(registry, 'POST', path, '{\n"schema": tru}');
    expect(body.body).toMatchObject({ message: expect.stringMatching(/Invalid schema: .*line 2, byte 12/u) });
    const inside = await call(registry, 'POST', path, { schema: '{"type":\n "string"' });
    expect(inside.body).toMatchObject({ message: expect.stringMatching(/Invalid schema: .*line 2/u) });
  });

  test('says that it lives and is ready', async () => {
    expect(await call(registry, 'GET', '/livez')).toMatchObject({ status: 200 });
    expect(await call(registry, 'GET', '/readyz')).toMatchObject({ status: 200 });
    expect(await call(registry, 'GET', '/version')).toMatchObject({ body: { name: 'schema-registry' } });
  });
});

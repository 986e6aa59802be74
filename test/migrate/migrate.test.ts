import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeKey } from '#infra/local/keys.ts';
import { applyMigrations, readMigrations } from '#infra/migrate/migrations.ts';
import { GROUP_NAMES } from '#schemas/read-models/groups.ts';
import { createEventDecoder } from '#shared/avro/event-decoder.ts';
import { createSchemaRegistryClient } from '#shared/avro/registry-client.ts';
import { readTopic } from '#shared/kafka/reader.ts';
import { foldAgencies } from '#shared/once-only/agencies.ts';
import { foldCatalogue } from '#shared/once-only/catalogue.ts';
import { createPool, type Pool, sql } from '#shared/postgres/pool.ts';
import type { Fact } from '#shared/pure/fact.ts';
import { bringUpGenerations, liveGenerations } from '#shared/read-models/generations.ts';
import { startRegistry } from '../../services/schema-registry/app.ts';
import { silent } from '../projector/hub.ts';
import { createDatabase, kafkaBrokers, topicPrefix } from '../support/stack.ts';

const run = promisify(execFile);
const folder = mkdtempSync(path.join(tmpdir(), 'migrate-'));
const prefix = topicPrefix();
let environment: Record<string, string>;
let brokers: string;
let pool: Pool;

beforeAll(async () => {
  brokers = await kafkaBrokers();
  const url = new URL(await createDatabase());
  url.pathname = `${url.pathname}_new`; // is to be made
  environment = {
    KAFKA_BROKERS: brokers,
    DATABASE_URL: url.href,
    HUB_KEY_FILE: makeKey(path.join(folder, 'hub.key')),
    MASTER_KEY_FILE: makeKey(path.join(folder, 'master.key')),
    TOPIC_PREFIX: prefix,
  };
  pool = createPool({ url: url.href, applicationName: 'test', size: 2 });
});
afterAll(async () => {
  await pool.dispose();
  rmSync(folder, { recursive: true });
});

async function migrate(...phases: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await run(process.execPath, ['infra/migrate/main.ts', ...phases], {
    env: { ...process.env, ...environment },
  });
  return stdout.trim().split('\n');
}

async function factsIn(topic: string): Promise<readonly Fact[]> {
  const values: { value: Buffer; offset: number }[] = [];
  const reader = readTopic({
    brokers: [brokers],
    clientId: 'test',
    logger: silent,
    topic: prefix + topic,
    onRecord: ({ value, offset }) => values.push({ value: value ?? Buffer.alloc(0), offset }),
  });
  await reader.caughtUp;
  await reader.stop();
  const decode = createEventDecoder(
    createSchemaRegistryClient({ url: environment['SCHEMA_REGISTRY_URL'] ?? '' }),
  );
  return Promise.all(
    values.map(async ({ value, offset }) => {
      const decoded = await decode(value);
      if (decoded.kind !== 'event') throw new Error(`${topic}/${offset} cannot be read`);
      const position = { topic, partition: 0, offset: String(offset) };
      return { event: decoded.event, factId: `${offset}`, bodyHash: '', position };
    }),
  );
}

describe('a migration', () => {
  test('in parts: topics and database before any service, the catalogue once the registry answers', async () => {
    expect(await migrate('topics')).toEqual(['topics: as declared']);
    const [made, records, models] = await migrate('database');
    expect(made).toMatch(/^database test_\w+_new created$/);
    expect(records).toMatch(/^records: applied 001-keys, 002-projections/);
    expect(models).toBe(`read models: made ${GROUP_NAMES.join(', ')}`);
    expect([...(await liveGenerations(pool)).keys()].sort()).toEqual([...GROUP_NAMES].sort());

    const registry = await startRegistry(
      { brokers: [brokers], host: '127.0.0.1', port: 0, topicPrefix: prefix, logLevel: 'silent' },
      silent,
    );
    environment['SCHEMA_REGISTRY_URL'] = registry.address;
    const [schemas, published] = await migrate('catalogue');
    expect(schemas).toMatch(/^schemas: \d+ registered$/);
    expect(published).toMatch(/^catalogue: \d+ facts published$/);

    const catalogue = foldCatalogue(await factsIn('gov.catalogue.procedure.v1'));
    expect(catalogue.procedures()).toHaveLength(25);
    expect(catalogue.procedureOn('1.001193', '2026-09-14')).toMatchObject({
      procedureName: 'Đăng ký khai sinh',
      applicantRole: 'REPRESENTATIVE',
      validFrom: '2025-07-01',
    });
    expect(catalogue.aliasOf('name:giấy chứng sinh')).toBe('BIRTH_NOTICE');
    expect(catalogue.supersessions).toHaveLength(2);
    const agencies = foldAgencies(await factsIn('gov.hub.registry.v1'));
    expect(agencies.all()).toHaveLength(151);
    expect(agencies.current('H62')).toBe('H44');
    expect(agencies.find('H62')).toMatchObject({ validTo: '2025-06-30', successors: ['H44'] });
    expect(agencies.find('H44.150')).toBeUndefined();

    expect(await migrate()).toEqual([
      'topics: as declared',
      'records: up to date',
      'read models: present',
      schemas,
      'catalogue: nothing new',
    ]);
    await registry.stop();
  }, 60_000);

  test('says at once everything that it was not told', async () => {
    const failure: unknown = await run(process.execPath, ['infra/migrate/main.ts'], { env: {} }).catch(
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(
        'not set: KAFKA_BROKERS, DATABASE_URL, SCHEMA_REGISTRY_URL, HUB_KEY_FILE, MASTER_KEY_FILE',
      ),
    });
  });

  test('that was applied is never edited: a changed file is refused, so is one that this version does not know', async () => {
    const own = createPool({ url: await createDatabase(), applicationName: 'test', size: 2 });
    const migrations = readMigrations(path.resolve('schemas/records'));
    const names = await applyMigrations(own, migrations);
    expect(names).toHaveLength(migrations.length - 1);
    expect(await applyMigrations(own, migrations)).toEqual([]);
    const edited = migrations.map((each) => (each.number === 2 ? { ...each, checksum: 'other' } : each));
    await expect(applyMigrations(own, edited)).rejects.toThrow('was edited after it was applied');
    await expect(applyMigrations(own, migrations.slice(0, -1))).rejects.toThrow('by a newer version');
    await own.dispose();
  });

  test('by two at once applies everything once', async () => {
    const url = await createDatabase();
    const migrations = readMigrations(path.resolve('schemas/records'));
    const applied = await Promise.all(
      [1, 2].map(async () => {
        const own = createPool({ url, applicationName: 'test', size: 1 });
        const names = await applyMigrations(own, migrations);
        await own.dispose();
        return names.length;
      }),
    );
    expect(new Set(applied)).toEqual(new Set([0, migrations.length - 1]));
  });
});

test('what was lost is asked to be rebuilt; the views over it are not there until then', async () => {
  const own = createPool({ url: await createDatabase(), applicationName: 'test', size: 2 });
  await applyMigrations(own, readMigrations(path.resolve('schemas/records')));
  await bringUpGenerations(own);
  await own.query(sql`drop schema read_findings_1 cascade`);
  expect(await bringUpGenerations(own)).toMatchObject({ made: [], views: true, gone: ['findings'] });
  expect(await own.query(sql`select to_regclass('read.position')::text as name`)).toEqual([{ name: null }]);
  await own.query(sql`drop view read.dossier_fact`);
  expect(await bringUpGenerations(own)).toMatchObject({ views: true });
  expect(await own.query(sql`select count(*)::int as count from read.dossier_fact`)).toEqual([{ count: 0 }]);
  await own.dispose();
});

test('every view of read shows its group, and PostgreSQL checks the rights of whoever asks', async () => {
  const rows = await pool.query<{ name: string; options: readonly string[] | null }>(sql`
    select relname as name, reloptions as options from pg_class
    where relnamespace = 'read'::regnamespace and relkind = 'v' order by relname`);
  expect(rows.map(({ name }) => name)).toEqual([
    'agency_activity',
    'agency_fact',
    'civil_servant_current',
    'civil_servant_fact',
    'civil_servant_subject',
    'dead_letter',
    'dirty',
    'document_current',
    'document_fact',
    'dossier_current',
    'dossier_fact',
    'establishment_current',
    'establishment_fact',
    'every_dead_letter',
    'finding',
    'finding_fact',
    'generation',
    'paper_basis',
    'paper_statement',
    'petition_current',
    'petition_fact',
    'position',
    'procedure_fact',
    'shared_fact',
    'subject_fact',
    'unmapped_paper',
    'work_file_current',
    'work_file_fact',
  ]);
  for (const { options } of rows) expect(options).toContain('security_invoker=true');
});

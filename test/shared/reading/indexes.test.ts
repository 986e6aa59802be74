// A question's statements find their rows by index, whatever values they are planned for: a province has 10 M papers.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrateDatabase } from '#infra/migrate/database.ts';
import { createPool, type Pool, type Queryable, type SqlQuery, sql } from '#shared/postgres/pool.ts';
import { tableOf } from '#shared/read-models/generation.ts';
import { readNamedFacts } from '#shared/reading/named-facts.ts';
import { readRegistryRows } from '#shared/reading/registry-facts.ts';
import { readWantedFacts } from '#shared/reading/wanted-facts.ts';
import { createDatabase } from '../../support/stack.ts';

const ROWS = 20_000;

let pool: Pool;
beforeAll(async () => {
  const url = await createDatabase();
  await migrateDatabase(url, () => undefined);
  pool = createPool({ url, applicationName: 'test', size: 2 });
  for (const group of ['dossiers', 'shared_papers', 'documents', 'civil_servants', 'subjects'] as const) {
    await pool.query(sql`
      insert into ${tableOf({ group, number: 1 }, 'fact')} (
        aggregate_key, fact_id, body_hash, event_type, occurred_at, recorded_at, source, event_id,
        partition, record_offset, payload
      )
      select 'a' || n, md5(n::text)::uuid, md5(n::text)::uuid, 'type', now(), now(), 's', 'e' || n, 0, n, ''
      from generate_series(1, ${ROWS}::int) n`);
    await pool.query(sql`analyze ${tableOf({ group, number: 1 }, 'fact')}`);
  }
  for (const group of ['dossiers', 'shared_papers'] as const) {
    await pool.query(sql`
      insert into ${tableOf({ group, number: 1 }, 'paper_statement')} (subject_key, evidence, aggregate_key, fact_id)
      select 's' || n, 'kind:K' || n % 20, 'a' || n, md5(n::text)::uuid
      from generate_series(1, ${ROWS}::int) n`);
    await pool.query(sql`analyze ${tableOf({ group, number: 1 }, 'paper_statement')}`);
  }
});
afterAll(() => pool.dispose());

/** The plan of the statement that a reading sends, for any values. */
async function planOf(read: (on: Queryable) => Promise<unknown>): Promise<string> {
  const sent: SqlQuery[] = [];
  const listening: Queryable = {
    query(query) {
      sent.push(query);
      return Promise.resolve([]);
    },
  };
  await read(listening);
  const [query] = sent;
  if (query === undefined) throw new Error('nothing was sent');
  const { text } = query.format({
    escapeIdentifier: (name) => `"${name}"`,
    formatValue: (value, index) => ({ placeholder: `$${index + 1}`, value }),
  });
  const plan = await pool.query<{ 'QUERY PLAN': string }>(
    sql.__dangerous__rawValue(`explain (generic_plan) ${text}`),
  );
  return plan.map((line) => line['QUERY PLAN']).join('\n');
}

test.each([
  ['of some kinds', { subjectKeys: ['s1'], evidences: ['kind:K1'] }],
  ['of any kind', { subjectKeys: ['s1'] }],
  ['as known earlier', { subjectKeys: ['s1'], evidences: ['kind:K1'], knownAt: 0 }],
])('a person’s papers %s', async (_what, wanted) => {
  const plan = await planOf((on) => readWantedFacts(on, wanted));
  expect(plan).not.toMatch(/Seq Scan on (fact|paper_statement)/);
  expect(plan).toMatch(/Scan (using|on) paper_statement_pkey/);
});

test('what papers lead to', async () => {
  const named = { documentKeys: ['a1'], civilServantCodes: ['a2'], remarkedUnder: ['a3'] };
  const plan = await planOf((on) => readNamedFacts(on, named));
  expect(plan).not.toMatch(/Seq Scan on fact/);
});

test('what came to the registry since it was read last', async () => {
  const range = { group: 'subjects', partition: 0, from: 10_000, to: 10_005 } as const;
  const plan = await planOf((on) => readRegistryRows(on, range, 100));
  expect(plan).not.toMatch(/Seq Scan on fact/);
});

/** Numbered migrations of `records`: each applied once, in order, in a transaction, and never edited afterwards. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Pool, sql, type Transaction, transaction } from '#shared/postgres/pool.ts';

export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly text: string;
  readonly checksum: string;
}

/** The migrations of a folder: `NNN-name.sql`, numbered from 1 without a gap; 000 is the table of what was applied. */
export function readMigrations(folder: string): readonly Migration[] {
  const migrations = readdirSync(folder)
    .filter((file) => /^\d{3}-.+\.sql$/.test(file))
    .sort()
    .map((file) => {
      const text = readFileSync(path.join(folder, file), 'utf8');
      const checksum = createHash('sha256').update(text).digest('hex');
      return { number: Number(file.slice(0, 3)), name: file.slice(4, -4), text, checksum };
    });
  migrations.forEach(({ number, name }, index) => {
    if (number !== index) throw new Error(`migration ${number} (${name}) stands where ${index} should`);
  });
  return migrations;
}

/**
 * Applies what is missing, one process at a time.
 * @returns the names of those applied now.
 * @throws Error if an applied migration was edited, or is unknown to this version.
 */
export async function applyMigrations(
  pool: Pool,
  migrations: readonly Migration[],
): Promise<readonly string[]> {
  const [ground, ...numbered] = migrations;
  if (ground === undefined) throw new Error('there are no migrations');
  return transaction(pool, async (tx) => {
    await tx.query(sql`select pg_advisory_xact_lock(hashtext('migrations'))`);
    await runScript(tx, ground.text);
    const applied = await appliedChecksums(tx);
    assertKnown(applied, numbered);
    const missing = numbered.filter(({ number }) => !applied.has(number));
    for (const { number, name, text, checksum } of missing) {
      await runScript(tx, text);
      await tx.query(
        sql`insert into records.migration (number, name, checksum) values (${number}, ${name}, ${checksum})`,
      );
    }
    return missing.map(({ number, name }) => `${String(number).padStart(3, '0')}-${name}`);
  });
}

async function appliedChecksums(tx: Transaction): Promise<ReadonlyMap<number, string>> {
  const rows = await tx.query<{ number: number; checksum: string }>(
    sql`select number, checksum from records.migration`,
  );
  return new Map(rows.map(({ number, checksum }) => [number, checksum]));
}

function assertKnown(applied: ReadonlyMap<number, string>, migrations: readonly Migration[]): void {
  for (const [number, checksum] of applied) {
    const migration = migrations.find((each) => each.number === number);
    if (migration === undefined) {
      throw new Error(`migration ${number} was applied by a newer version; this version must not run here`);
    }
    if (migration.checksum !== checksum) {
      throw new Error(
        `migration ${number} (${migration.name}) was edited after it was applied: write a new one`,
      );
    }
  }
}

/** Migrations are our own files and hold no value from outside. */
async function runScript(tx: Transaction, text: string): Promise<void> {
  await tx.query(sql.__dangerous__rawValue(text));
}

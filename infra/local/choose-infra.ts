// Which Kafka and PostgreSQL `npm start` uses: named ones, containers, or processes from Maven and npm. Never a silent fake:
// when nothing works it says what was looked for, what was found, and the one line that mends each.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Finding, Infra, Servers, Tell } from './infra.ts';
import type { InfraChoice } from './options.ts';
import type { Place } from './place.ts';

type Looked = { readonly name: Infra['name']; readonly findings: readonly Finding[] };

export type Wish = {
  readonly choice: InfraChoice;
  readonly place: Place;
  readonly environment: NodeJS.ProcessEnv;
  /** In the order of preference. */
  readonly ways: readonly Infra[];
};

/**
 * The servers of the first way whose findings are all good and that starts. It is remembered in the data folder: the data
 * belongs to the servers that hold it, so a folder keeps its way until `npm run reset`. Throws an Error with the table of
 * findings when no way works, and what the servers said when they do not start.
 */
export async function findServers(wish: Wish, tell: Tell): Promise<Servers> {
  const remembered = rememberedWay(wish.place);
  const looked: Looked[] = [];
  const refusals: string[] = [];
  for (const infra of candidates(wish, remembered)) {
    tell(`looking for ${infra.name}`);
    const findings = await infra.look();
    looked.push({ name: infra.name, findings });
    if (!findings.every(({ found }) => found)) continue;
    try {
      const servers = await infra.start(tell);
      writeFileSync(wish.place.infraFile, infra.name);
      return servers;
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      refusals.push(`--infra=${infra.name} did not start: ${words}`);
      tell(`${infra.name} did not start`);
    }
  }
  if (looked.length === 1 && refusals.length === 1) throw new Error(refusals[0]);
  throw new Error(`no Kafka and PostgreSQL to be had:\n${[tableOf(looked), ...refusals].join('\n')}`);
}

/** The findings as a table: one line each, with what mends it when it is missing. */
export function tableOf(looked: readonly Looked[]): string {
  const rows = looked.flatMap(({ name, findings }) =>
    findings.map(({ wanted, found, detail, mend }) => [
      `--infra=${name}`,
      wanted,
      `${found ? 'yes' : 'NO'}: ${detail}`,
      found ? '' : mend,
    ]),
  );
  const table = [['way', 'looked for', 'found', 'what mends it'], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  return table
    .map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('   ')}`.trimEnd())
    .join('\n');
}

function candidates({ choice, place, environment, ways }: Wish, remembered: string | undefined): Infra[] {
  const named = environment['KAFKA_BROKERS'] !== undefined || environment['DATABASE_URL'] !== undefined;
  const wanted = choice === 'auto' ? (named ? 'env' : remembered) : choice;
  if (remembered !== undefined && wanted !== remembered) {
    throw new Error(
      `${place.dataDir} was filled with --infra=${remembered} and cannot go on with --infra=${wanted}: ` +
        'empty it with npm run reset, or name another folder with --data=<folder>',
    );
  }
  // Named servers are never replaced by others: a spelling mistake in KAFKA_BROKERS must not end in an empty hub.
  return ways.filter(({ name }) => (wanted === undefined ? name !== 'env' : name === wanted));
}

function rememberedWay({ infraFile }: Place): string | undefined {
  return existsSync(infraFile) ? readFileSync(infraFile, 'utf8').trim() : undefined;
}

/** Processor time: of this process, and of the one process of PostgreSQL that a pool of one connection has. */
import { readFileSync } from 'node:fs';
import { type Pool, sql } from '#shared/postgres/pool.ts';

/** Microseconds. `postgres` is undefined where the system does not tell, or PostgreSQL runs in a container. */
export interface CpuTime {
  readonly own: number;
  readonly postgres: number | undefined;
}

/** Of Linux, on every machine that Node 24 runs on. */
const TICKS_PER_SECOND = 100;

/** What work takes of both. */
export async function cpuOf(oneConnection: Pool, work: () => Promise<unknown>): Promise<CpuTime> {
  const [row] = await oneConnection.query<{ pid: number }>(sql`select pg_backend_pid() as pid`);
  const pid = row?.pid ?? 0;
  const postgresBefore = ofPostgres(pid);
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  const postgresAfter = ofPostgres(pid);
  const isKnown = postgresBefore !== undefined && postgresAfter !== undefined;
  return { own: user + system, postgres: isKnown ? postgresAfter - postgresBefore : undefined };
}

/** User and system time of /proc/<pid>/stat (proc(5)), fields 14 and 15; the second may contain spaces. */
function ofPostgres(pid: number): number | undefined {
  try {
    if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').startsWith('postgres')) return undefined;
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return ((Number(fields[11]) + Number(fields[12])) * 1_000_000) / TICKS_PER_SECOND;
  } catch {
    return undefined;
  }
}

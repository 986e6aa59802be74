// Writing submissions down behind the doors' backs: bounded, in sums where there are many, and through an outage of PostgreSQL.
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrateDatabase } from '#infra/migrate/database.ts';
import { createPool, type Pool, sql } from '#shared/postgres/pool.ts';
import { MasterKey } from '#shared/sealing/master-key.ts';
import { clientClassOf } from '#shared/submissions/client-class.ts';
import type { BodyToKeep } from '#shared/submissions/recorder.ts';
import { SubmissionRecorder } from '#shared/submissions/recorder.ts';
import type { ListedSubmission } from '#shared/submissions/submission.ts';
import { SENDER_BYTES_MAX, sweep } from '#shared/submissions/sweep.ts';
import { createLogger } from '#shared/telemetry/logger.ts';
import { createMetrics } from '#shared/telemetry/metrics.ts';
import { createDatabase } from '../../support/stack.ts';
import { until } from '../../support/wait.ts';

let url: string;
let pool: Pool;
beforeAll(async () => {
  url = await createDatabase();
  await migrateDatabase(url, () => undefined);
  pool = createPool({ url, applicationName: 'test', size: 2 });
});
afterAll(() => pool.dispose());

const masterKey = new MasterKey(Buffer.alloc(32, 3));
const logger = createLogger({ name: 'test', level: 'silent' });

function recorderOf(adapter: string, on = pool) {
  const metrics = createMetrics(adapter);
  const recorder = new SubmissionRecorder({ adapter, pool: on, masterKey, metrics, logger });
  const lost = async (what: string): Promise<number> => {
    const line = new RegExp(`submissions_not_kept_total\\{what="${what}"[^}]*\\} (\\d+)`);
    return Number(line.exec(await metrics.metrics())?.[1]);
  };
  return { recorder, lost };
}

function submission(id: string, at = Date.now()): ListedSubmission {
  return {
    id,
    at,
    path: '/v1/events',
    contentType: 'application/json',
    sender: 'H44',
    client: 'PRIVATE',
    dryRun: false,
    status: 202,
    outcome: 'ACCEPTED',
    problem: null,
    bytes: 10,
    counts: { taken: 1, refused: 0 },
    faults: [],
    faultCount: 0,
    defects: [],
  };
}

const request = (size: number): BodyToKeep => ({
  url: '/v1/events',
  headers: {},
  body: Buffer.alloc(size, 65),
});

interface Row {
  readonly id: string | null;
  readonly submissions: number;
  readonly taken: number;
  readonly body: string;
  readonly status: number;
}

function rowsOf(adapter: string): Promise<readonly Row[]> {
  return pool.query<Row>(
    sql`select id, submissions, taken, body, status from records.submission where adapter = ${adapter} order by number`,
  );
}

describe('many at once', () => {
  test('accepted ones beyond a few are summed up, and none is lost', async () => {
    const { recorder, lost } = recorderOf('many');
    const at = Date.now();
    for (let number = 0; number < 1000; number += 1) {
      const one = submission(`a${number}`, at);
      recorder.takePlain(one, () => one);
    }
    await recorder.stop();
    const rows = await rowsOf('many');
    expect(rows.filter(({ id }) => id !== null)).toHaveLength(100);
    expect(rows.filter(({ id }) => id === null)).toEqual([
      { id: null, submissions: 900, taken: 900, body: 'NOT_KEPT', status: 202 },
    ]);
    expect(await lost('submission')).toBe(0);
  });

  test('sums keep apart what differs', async () => {
    const { recorder } = recorderOf('kinds');
    const at = Date.now();
    for (let number = 0; number < 200; number += 1) {
      const one = { ...submission(`k${number}`, at), status: number % 2 === 0 ? 202 : 200 };
      recorder.takePlain(one, () => one);
    }
    await recorder.stop();
    const sums = (await rowsOf('kinds')).filter(({ id }) => id === null);
    expect(sums.map(({ status, submissions }) => [status, submissions])).toEqual([
      [202, 50],
      [200, 50],
    ]);
  });

  test('bodies that wait are bounded: what is beyond is listed without', async () => {
    const { recorder, lost } = recorderOf('bodies');
    for (let number = 0; number < 40; number += 1)
      recorder.take(submission(`b${number}`), request(1024 * 1024));
    await recorder.stop();
    const bodies = (await rowsOf('bodies')).map(({ body }) => body);
    expect([bodies.length, bodies.filter((body) => body === 'KEPT').length]).toEqual([40, 8]);
    expect(bodies.at(-1)).toBe('QUEUE_FULL');
    expect(await lost('body')).toBe(32);
  });
});

/** A way to PostgreSQL that can be cut and opened again at the same address. */
async function startWay() {
  const target = new URL(url);
  const open = new Set<Socket>();
  const listen = async (port: number): Promise<Server> => {
    const server = createServer((client) => {
      const upstream = connect(Number(target.port), target.hostname);
      for (const socket of [client, upstream]) open.add(socket.on('error', () => socket.destroy()));
      client.pipe(upstream).pipe(client);
    });
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return server;
  };
  let server = await listen(0);
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const own = new URL(url);
  own.host = `127.0.0.1:${port}`;
  return {
    url: own.href,
    cut(): void {
      server.close();
      for (const socket of open) socket.destroy();
    },
    async reopen(): Promise<void> {
      server = await listen(port);
    },
  };
}

test('while PostgreSQL is away nothing waits for it; what fits is written when it is back, the rest is summed up', async () => {
  const way = await startWay();
  const behind = createPool({ url: way.url, applicationName: 'test', size: 1 });
  const said: string[] = [];
  const log = createLogger({
    name: 'test',
    level: 'debug',
    destination: { write: (line: string) => void said.push(line) },
  });
  const recorder = new SubmissionRecorder({
    adapter: 'outage',
    pool: behind,
    masterKey,
    metrics: createMetrics('outage'),
    logger: log,
  });
  recorder.take(submission('before'), request(10));
  await until(async () => (await rowsOf('outage')).length === 1, { what: 'the first row' });
  way.cut();
  recorder.take(submission('first'), request(10));
  await until(() => said.some((line) => line.includes('wait for PostgreSQL')), { what: 'a failed attempt' });
  for (let number = 0; number < 3000; number += 1) recorder.take(submission(`o${number}`), request(10));
  await way.reopen();
  await recorder.stop();
  const rows = await rowsOf('outage');
  expect(rows.reduce((sum, { submissions }) => sum + submissions, 0)).toBe(3002);
  expect(rows.slice(0, 2).map(({ id, body }) => [id, body])).toEqual([
    ['before', 'KEPT'],
    ['first', 'KEPT'],
  ]);
  expect(rows.length).toBeLessThan(2010);
  await behind.dispose();
  way.cut();
});

describe('a sweep', () => {
  const DAY_MS = 86_400_000;

  test('removes what is older than thirty days, and the keys of its bodies', async () => {
    const now = Date.now();
    const { recorder } = recorderOf('old');
    recorder.take(submission('old', now - 31 * DAY_MS), request(10));
    recorder.take(submission('kept', now - 29 * DAY_MS), request(10));
    await recorder.stop();
    await sweep(pool, 'old', now);
    expect((await rowsOf('old')).map(({ id }) => id)).toEqual(['kept']);
    const old = new Date(now - 31 * DAY_MS);
    expect(await pool.query(sql`select from records.submission_key where day <= ${old}::date`)).toEqual([]);
  });

  test('empties the oldest bodies of a sender with too many, and of nobody else', async () => {
    const now = Date.now();
    const { recorder } = recorderOf('full');
    recorder.take(submission('older', now - 2 * DAY_MS), request(10));
    recorder.take(submission('newer', now), request(10));
    recorder.take({ ...submission('other', now - 2 * DAY_MS), sender: 'H23' }, request(10));
    await recorder.stop();
    await pool.query(sql`
      update records.submission_volume set box_bytes = ${SENDER_BYTES_MAX - 10}
      where adapter = 'full' and sender = 'H44' and day = ${new Date(now)}::date`);
    const volumes = await sweep(pool, 'full', now);
    expect((await rowsOf('full')).map(({ id, body }) => [id, body])).toEqual([
      ['older', 'SENDER_FULL'],
      ['newer', 'KEPT'],
      ['other', 'KEPT'],
    ]);
    expect(volumes.get('H44')).toBe(SENDER_BYTES_MAX - 10);
  });
});

test('a client is known by where its address lies', () => {
  const classes = ['127.0.0.1', '::1', '::ffff:10.1.2.3', '192.168.1.1', 'fd00::1', '203.0.113.9', undefined];
  expect(classes.map(clientClassOf)).toEqual(
    'LOOPBACK LOOPBACK PRIVATE PRIVATE PRIVATE PUBLIC PUBLIC'.split(' '),
  );
});

/** Every command of the README is executed: here against a real `npm start`, by CI, or in containers where they run. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { urlOf } from '#infra/local/place.ts';
import { ownPlace } from './stack/own-place.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const { place, flags } = await ownPlace();

/** Commands that something else executes. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'npm test': 'CI',
  'npm run check': 'CI',
  'npm start -- --once': 'test/stack and the story of this test',
  'docker compose up --wait': 'test/stack/containers.test.ts, where an engine runs',
  'docker compose run --rm story': 'test/stack/containers.test.ts, where an engine runs',
};

/** Of the addresses in the texts, and whose they are. */
const PORTS = [
  [8080, 'portal'],
  [8101, 'oneStopShop'],
  [8102, 'documentManagement'],
  [8103, 'civilServants'],
] as const;

const CLIENT = 'infra/client/README.md';

interface Run {
  readonly code: number | null;
  readonly output: string;
}

/** Runs a line of the README in a shell, at this test's ports. */
async function shell(line: string, more: NodeJS.ProcessEnv = {}): Promise<Run> {
  const here = PORTS.reduce(
    (text, [port, name]) => text.replaceAll(`http://127.0.0.1:${port}`, urlOf(place, name)),
    line,
  );
  const child = spawn('bash', ['-c', here], { cwd: ROOT, env: { ...process.env, ...more } });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, output: Buffer.concat(chunks).toString('utf8') };
}

function readme(file = 'README.md'): string {
  return readFileSync(path.join(ROOT, file), 'utf8');
}

/** Lines of `sh` blocks, continued ones joined, and the commands of the table. */
function commands(text: string): string[] {
  const blocks = [...text.matchAll(/```sh\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');
  const lines = blocks.flatMap((block) => block.replaceAll('\\\n', ' ').split('\n'));
  const table = [...text.matchAll(/^\| `(npm [^`]+)` \|/gm)].map((match) => match[1] ?? '');
  return [...new Set([...lines, ...table].map((line) => line.replace(/\s+/g, ' ').trim()).filter(Boolean))];
}

let hub: ReturnType<typeof spawn>;
let screen = '';

beforeAll(async () => {
  hub = spawn('npm', ['start', '--', ...flags], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  const told = Promise.withResolvers<void>();
  const hear = (chunk: Buffer): void => {
    screen += chunk.toString('utf8');
    if (screen.includes('The hub runs until Ctrl-C')) told.resolve();
  };
  hub.stdout?.on('data', hear);
  hub.stderr?.on('data', hear);
  hub.on('exit', (code) => told.reject(new Error(`npm start ended with ${code}:\n${screen}`)));
  await told.promise;
}, 240_000);

/** Ends the hub as Ctrl-C does: npm itself would leave before its children. */
async function endHub(): Promise<void> {
  if (hub.exitCode !== null || !existsSync(place.pidFile)) return;
  const ended = new Promise((resolve) => hub.on('exit', resolve));
  const note: unknown = JSON.parse(readFileSync(place.pidFile, 'utf8'));
  if (typeof note === 'object' && note !== null && 'pid' in note) process.kill(Number(note.pid), 'SIGINT');
  await ended;
}

afterAll(async () => {
  await endHub();
  await shell(`npm run reset -- ${flags.join(' ')}`);
  rmSync(place.dataDir, { recursive: true, force: true });
}, 60_000);

/** What the running stack says of its servers. */
function environment(): NodeJS.ProcessEnv {
  const lines = readFileSync(place.environmentFile, 'utf8').split('\n');
  const pairs = lines
    .filter((line) => line.includes('='))
    .map((line) => {
      const at = line.indexOf('=');
      return [line.slice(0, at), line.slice(at + 1)] as const;
    });
  return { ...Object.fromEntries(pairs), ONE_STOP_SHOP_URL: urlOf(place, 'oneStopShop') };
}

describe('the README', () => {
  test('npm start ends on a screen with the URLs, commands to try and the papers saved', () => {
    expect(screen).toContain(urlOf(place, 'portal'));
    expect(screen).toMatch(/Papers saved for this family\s+\d+/);
    expect(screen).toContain('All answers are as the story has them.');
    expect(screen.match(/^ {2}curl /gm)).toHaveLength(4);
  });

  test('the question of the first screen is answered: the notice and the marriage are held, the form is left', async () => {
    const question = commands(readme()).find((line) => line.startsWith('curl'));
    const { code, output } = await shell(question ?? 'false');
    expect(code).toBe(0);
    expect(JSON.parse(output)).toMatchObject({ toBring: [1], counts: { required: 4, held: 2, toBring: 1 } });
  });

  test('every curl of the client’s README is taken by its door', async () => {
    const curls = commands(readme(CLIENT)).filter((line) => line.startsWith('curl'));
    const answers = await Promise.all(curls.map(async (line) => [line, await shell(line)] as const));
    expect(answers.filter(([, { output }]) => output.includes('/problems/'))).toEqual([]);
    expect(answers.map(([, { output }]) => output)).toEqual(
      curls.map(() => expect.stringMatching(/^\{.+\}$/)),
    );
    expect(curls).toHaveLength(7);
  });

  test('the client is packed, and validates a file as its README says', async () => {
    const lines = commands(readme(CLIENT)).filter((line) => !line.startsWith('curl'));
    const [pack, validate] = lines;
    expect(lines).toHaveLength(2);
    expect((await shell(pack ?? 'false')).code).toBe(0);
    const sample = 'infra/client/conformance/samples/events/dossier.ndjson';
    const { code, output } = await shell((validate ?? 'false').replace('events.ndjson', sample));
    rmSync(path.join(ROOT, 'mot-lan-client-0.1.0.tgz'));
    expect([code, output]).toEqual([0, expect.stringContaining('5 valid, 0 rejected')]);
  }, 60_000);

  test('npm run migrate adds nothing to a migrated hub', async () => {
    const { code, output } = await shell('npm run migrate', environment());
    expect([code, output]).toEqual([0, expect.stringContaining('catalogue: nothing new')]);
  }, 60_000);

  test('npm run rebuild shows no difference and swaps', async () => {
    const { code, output } = await shell('npm run rebuild -- dossiers', environment());
    expect([code, output]).toEqual([0, expect.stringMatching(/fact: \d+ rows, all equal/)]);
    expect(output).toContain('dossiers: generation 2 is live');
  }, 90_000);

  test('npm run import takes the example, and again adds nothing', async () => {
    const line = 'npm run import -- infra/import/example.ndjson';
    const { code, output } = await shell(line, environment());
    expect([code, output]).toEqual([
      0,
      expect.stringMatching(/2 records read .*: 2 new, 0 known, 0 refused/),
    ]);
    expect((await shell(line, environment())).output).toMatch(/0 new, 2 known, 0 refused/);
  }, 60_000);

  test('npm run sender makes an entry that holds no password', async () => {
    const { code, output } = await shell("printf 'a long password' | npm run -s sender -- ubnd H44.150");
    expect([code, output]).toEqual([0, expect.stringContaining('"passwordHash"')]);
    expect(output).not.toContain('a long password');
  });

  test('npm run generate changes nothing', async () => {
    const { code, output } = await shell('npm run generate -- --check');
    expect([code, output]).toEqual([0, expect.any(String)]);
  });

  test('npm run bench gives three ratios with what was verified', async () => {
    const few = '--running --only=producer,projection,adapter --rounds=1 --dossiers=60 --seconds=1';
    const { code, output } = await shell(`npm run bench -- ${few}`, environment());
    expect([code, output]).toEqual([0, expect.any(String)]);
    expect(output.match(/ratio \d+\.\d\d/g)).toHaveLength(3);
    expect(output.match(/verified: /g)).toHaveLength(3);
  }, 90_000);

  test('npm run reset refuses while it runs', async () => {
    const { code, output } = await shell(`npm run reset -- ${flags.join(' ')}`);
    expect([code, output]).toEqual([1, expect.stringContaining('npm start runs in')]);
  });

  test('names no command that nothing executes', () => {
    const here =
      /^(npm start|npm run (migrate|rebuild -- dossiers|import -- infra\/import\/example\.ndjson|generate|bench|pack|reset|sender -- <username> <agency>)|curl .+)$/;
    const unknown = commands(readme()).filter((line) => !here.test(line) && ELSEWHERE[line] === undefined);
    expect(unknown).toEqual([]);
    expect(commands('```sh\nnpm run magic\n```')).toEqual(['npm run magic']);
  });

  test('Ctrl-C ends everything in order, and npm run reset forgets it', async () => {
    await endHub();
    expect(screen).toContain('Stopping …');
    const { code, output } = await shell(`npm run reset -- ${flags.join(' ')}`);
    expect([code, output]).toEqual([0, expect.stringContaining('is removed.')]);
    expect(existsSync(place.dataDir)).toBe(false);
  }, 60_000);
});

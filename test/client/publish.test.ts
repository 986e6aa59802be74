// `mot-lan publish` and its kin before a real adapter: what is accepted, rejected, interrupted, lost on the way.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { dossierEvents } from '#infra/bench/dossier-events.ts';
import { type Command, readCommand } from '#infra/client/command-line.ts';
import { journalOf } from '#infra/client/journal.ts';
import { publishFiles, type Surroundings } from '#infra/client/publish.ts';
import { rejectedOf } from '#infra/client/publish-lines.ts';
import { watchFolder } from '#infra/client/watch.ts';
import { startOneStopShop } from '../../services/one-stop-shop/app.ts';
import { type AdapterHub, startAdapterHub } from '../support/adapter-hub.ts';
import { until } from '../support/wait.ts';
import { type HubRelay, startHubRelay } from './hub-relay.ts';

const EVENTS_A_DOSSIER = 5;
const FAULTY = '{"specversion":"1.0"}';
let hub: AdapterHub;
let relay: HubRelay;
let folder: string;
let run = 0;

beforeAll(async () => {
  hub = await startAdapterHub(startOneStopShop, 'gov.one-stop-shop.dossier.v1');
  relay = await startHubRelay(hub.address);
});

afterAll(async () => {
  relay.close();
  await hub.stop();
});

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'publish-'));
  relay.bodies.length = 0;
  run += 1;
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Lines of events that no other test sends. */
function eventLines(dossiers: number): string[] {
  return Array.from({ length: dossiers }, (_, at) => dossierEvents(`8${run}`, at))
    .flat()
    .map((event) => JSON.stringify(event));
}

function fileOf(lines: readonly string[], name = 'events.ndjson'): string {
  const file = path.join(folder, name);
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

function room(stop: AbortSignal = new AbortController().signal, stdin: readonly string[] = []) {
  const said: string[] = [];
  const surroundings: Surroundings = {
    say: (line) => void said.push(line),
    screen: { write: (line) => void said.push(line.trimEnd()) },
    stdin: Readable.from(stdin.map((text) => Buffer.from(text))),
    stop,
    pauseMs: 1,
  };
  return { said, surroundings };
}

function command(...args: readonly string[]): Command {
  return readCommand([...args, '--to', relay.address], {});
}

describe('publish', () => {
  test('tells what was accepted and rejected, and keeps the rejected lines to be mended', async () => {
    const lines = [...eventLines(3), FAULTY];
    const file = fileOf(lines);
    const { said, surroundings } = room();
    expect(await publishFiles(command('publish', file), surroundings)).toBe(false);
    expect(said[0]).toContain(`16 lines of ${file}: 15 accepted, 1 rejected`);
    expect(said.filter((line) => line.startsWith('  line 16: REQUIRED /'))).not.toHaveLength(0);
    expect(readFileSync(rejectedOf(file), 'utf8')).toBe(`${FAULTY}\n`);
    expect(existsSync(journalOf(file))).toBe(false);
  });

  test('that is interrupted goes on behind what was answered for; no line is left out', async () => {
    const lines = eventLines(200);
    const file = fileOf(lines);
    const before = await hub.recordCount();
    const interruption = new AbortController();
    const report = path.join(folder, 'report.ndjson');
    const first = publishFiles(
      command('publish', file, '--in-flight', '1', '--report', report),
      room(interruption.signal).surroundings,
    );
    await until(() => existsSync(report) && readFileSync(report).length > 0, { what: 'the first answers' });
    interruption.abort();
    await first;
    const sentFirst = relay.bodies.join('').split('\n').length - 1;
    expect(sentFirst).toBeLessThan(lines.length);
    expect(existsSync(journalOf(file))).toBe(true);
    const { said, surroundings } = room();
    expect(await publishFiles(command('publish', file), surroundings)).toBe(true);
    expect(said[0]).toContain(`going on behind the first ${sentFirst} lines`);
    expect(said.at(-1)).toContain(`1,000 lines of ${file} (${sentFirst} of them in an earlier run)`);
    expect(relay.bodies.join('').trimEnd().split('\n').toSorted()).toEqual(lines.toSorted());
    expect((await hub.recordCount()) - before).toBe(lines.length);
  });

  test('begins anew when the lines before have changed, and when the door is another', async () => {
    const lines = eventLines(2);
    const file = fileOf(lines);
    writeFileSync(
      journalOf(file),
      JSON.stringify({ url: `${relay.address}/v1/events`, end: 900, sha256: 'ff', accepted: 2, rejected: 0 }),
    );
    const { said, surroundings } = room();
    expect(await publishFiles(command('publish', file), surroundings)).toBe(true);
    expect(said[0]).toContain(`${lines.length} lines of ${file}: ${lines.length} accepted`);
  });

  test('sends the same lines again when an answer is lost or the door is full', async () => {
    const lines = eventLines(1);
    relay.next.push('lose', 'refuse');
    const { said, surroundings } = room();
    expect(await publishFiles(command('publish', fileOf(lines)), surroundings)).toBe(true);
    expect(relay.bodies[0]).toBe(relay.bodies[1]);
    expect(said.filter((line) => line.endsWith('trying again'))).toHaveLength(2);
  });

  test('gives up with the door’s words when it never answers, and keeps how far it came', async () => {
    const file = fileOf(eventLines(1));
    relay.next.push(...Array.from({ length: 20 }, () => 'refuse' as const));
    await expect(publishFiles(command('publish', file), room().surroundings)).rejects.toThrow(
      /status 503, 20 times/,
    );
    expect(existsSync(journalOf(file))).toBe(true);
  });

  test('takes lines from standard input', async () => {
    const lines = eventLines(1);
    const { said, surroundings } = room(
      undefined,
      lines.map((line) => `${line}\n`),
    );
    expect(await publishFiles(command('publish', '-'), surroundings)).toBe(true);
    expect(said[0]).toContain(`${EVENTS_A_DOSSIER} lines of -: ${EVENTS_A_DOSSIER} accepted`);
  });
});

test('validate publishes nothing and keeps nothing beside the file', async () => {
  const file = fileOf([...eventLines(1), FAULTY]);
  const before = await hub.recordCount();
  const { said, surroundings } = room();
  expect(await publishFiles(command('validate', file), surroundings)).toBe(false);
  expect(said[0]).toContain('5 valid, 1 rejected');
  expect(readdirSync(folder)).toEqual(['events.ndjson']);
  expect(await hub.recordCount()).toBe(before);
});

test('watch publishes what comes into the folder, and leaves what is still being written', async () => {
  const [good, bad] = [fileOf(eventLines(1), 'a.ndjson'), fileOf([FAULTY], 'b.ndjson')];
  fileOf(eventLines(1), 'c.ndjson.part');
  const end = new AbortController();
  const { surroundings } = room(end.signal);
  const watching = watchFolder(command('watch', folder), surroundings);
  await until(() => !existsSync(good) && !existsSync(bad), { what: 'both to be moved' });
  end.abort();
  await watching;
  expect(readdirSync(path.join(folder, 'published'))).toEqual(['a.ndjson']);
  expect(readdirSync(path.join(folder, 'rejected'))).toEqual(['b.ndjson', 'b.ndjson.rejected.ndjson']);
  expect(existsSync(path.join(folder, 'c.ndjson.part'))).toBe(true);
});

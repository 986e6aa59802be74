// The conformance kit before the real adapters: every sample is answered as the kit says, and its own faults show.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dossierEvents } from '#infra/bench/dossier-events.ts';
import { readCommand } from '#infra/client/command-line.ts';
import { runConformance } from '#infra/client/conformance/run.ts';
import { readSamples } from '#infra/client/conformance/samples.ts';
import type { Surroundings } from '#infra/client/publish.ts';
import { startCivilServants } from '../../services/civil-servants/app.ts';
import { startDocumentManagement } from '../../services/document-management/app.ts';
import { startOneStopShop } from '../../services/one-stop-shop/app.ts';
import { type AdapterHub, startAdapterHub } from '../support/adapter-hub.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'conformance-'));
let hubs: readonly AdapterHub[];

beforeAll(async () => {
  hubs = await Promise.all([
    startAdapterHub(startOneStopShop, 'gov.one-stop-shop.dossier.v1'),
    startAdapterHub(startDocumentManagement, 'gov.document-management.document.v1'),
    startAdapterHub(startCivilServants, 'gov.civil-servants.record.v1'),
  ]);
});

afterAll(async () => {
  await Promise.all((hubs ?? []).map((hub) => hub.stop()));
  rmSync(folder, { recursive: true, force: true });
});

const SURROUNDINGS: Surroundings = {
  say: () => undefined,
  screen: { write: () => true },
  stdin: Readable.from([]),
  stop: new AbortController().signal,
};

/** Runs the kit before one adapter; gives whether it passed, and the report. */
async function run(hub: AdapterHub | undefined, ...args: readonly string[]) {
  const report = path.join(folder, 'report.md');
  const to = hub === undefined ? [] : ['--to', hub.address];
  const command = readCommand(['conformance', ...args, ...to, '--report', report], {});
  const passed = await runConformance(command, SURROUNDINGS);
  return { passed, report: readFileSync(report, 'utf8') };
}

describe('the conformance kit', () => {
  test.each(
    ['one-stop shop', 'document management', 'civil servants'].map((name, at) => [name, at] as const),
  )(
    'finds every sample answered as it says at the adapter of %s, also published for real and again',
    async (_name, at) => {
      const { passed, report } = await run(hubs[at], '--for-real');
      expect(report.split('\n').filter((line) => line.includes('**differs**'))).toEqual([]);
      expect(passed).toBe(true);
    },
  );

  test('has a good sample for every door', () => {
    const good = readSamples().filter(
      ({ expect: { status, faults } }) => status === 200 && faults.length === 0,
    );
    expect([...new Set(good.map(({ door }) => door))]).toHaveLength(9);
  });

  test('reports on files of one’s own: what is rejected, which ids are used twice, what is only repeated', async () => {
    const [first, second] = dossierEvents('7', 1);
    const other = { ...first, data: { ...first?.data, channel: 'POSTAL' } };
    const file = path.join(folder, 'own.ndjson');
    const lines = [first, first, second, other, { specversion: '1.0' }];
    writeFileSync(file, lines.map((line) => JSON.stringify(line)).join('\n'));
    const { passed, report } = await run(hubs[0], file, '--door', 'events');
    expect(passed).toBe(false);
    expect(report).toContain(`| ${file} | 4 | 1 | line 5: REQUIRED`);
    expect(report).toContain(`**${file}:4**: source and id were used before`);
    expect(report).toContain('1 said again word for word');
    expect(report).toContain('3 of vn.gov.one-stop-shop.dossier-submitted.v1');
  });

  test('says when an address is no hub', async () => {
    await expect(run(undefined, '--to', 'http://127.0.0.1:1')).rejects.toThrow(/is no adapter of the hub/u);
  });
});

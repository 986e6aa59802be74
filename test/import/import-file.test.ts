// `npm run import`: a file of invented records, plain and packed, through the door of a real adapter.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '#infra/import/config.ts';
import { importFile } from '#infra/import/import-file.ts';
import { startOneStopShop } from '../../services/one-stop-shop/app.ts';
import { invented, PAPER_HEADER } from '../one-stop-shop/procedures-data.ts';
import { type AdapterHub, startAdapterHub } from '../support/adapter-hub.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'import-'));

function fileOf(name: string, lines: readonly unknown[]): string {
  const file = path.join(folder, name);
  const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
  writeFileSync(file, name.endsWith('.gz') ? gzipSync(text) : text);
  return file;
}

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('an import', () => {
  let hub: AdapterHub;

  beforeAll(async () => {
    hub = await startAdapterHub(startOneStopShop, 'gov.catalogue.procedure.v1');
  });

  afterAll(async () => {
    await hub.stop();
  });

  async function run(file: string, address = hub.address) {
    const said: string[] = [];
    const tally = await importFile({
      ...readConfig([file], { ONE_STOP_SHOP_URL: address }),
      catalogueFolder: path.resolve('schemas/catalogue'),
      say: (line) => void said.push(line),
      pauseMs: 1,
    });
    return { tally, said, report: said.join('\n') };
  }

  const papers = (...names: readonly string[]) =>
    `--${PAPER_HEADER}${names.map((name) => `${name}1 bản chính`).join('')}`;

  test('says what was taken, what was refused by line and reason, and what is wrong with what was taken', async () => {
    const { tally, report } = await run(
      fileOf('first.ndjson', [
        invented({
          code: '8.000001',
          papers: papers('Đơn đề nghị', 'Giấy phép lái xe', 'Hồ sơ năng lực', 'Bản vẽ'),
        }),
        invented({ code: '8.000002', papers: papers('Hồ sơ năng lực'), results: 'Giấy A' }),
        '',
        invented({ code: '1.001193' }),
        { ...invented({ code: '8.000003' }), ten_thu_tuc: '' },
        '{"ma_thu_tuc"',
      ]),
    );
    expect(tally).toMatchObject({ read: 5, fresh: 2, known: 0, refused: 3 });
    expect(tally.papers).toEqual({ all: 5, forms: 1, drawings: 1, mapped: 1, unmapped: 2, mayBeHeld: 1 });
    expect(tally.refusals).toEqual([
      expect.stringMatching(/^line 4: BUILT_IN \/ma_thu_tuc \(.+\)$/u),
      'line 5: REQUIRED /ten_thu_tuc',
      expect.stringMatching(/^line 6: SYNTAX /u),
    ]);
    expect(report).toContain('5 records read');
    expect(report).toContain('2 Hồ sơ năng lực');
    expect(report).toContain('1 DRIVING_LICENCE');
    expect(report).toContain('1 NO_RESULT: 8.000002');
  });

  test('of the same file again adds nothing; packed it is the same file', async () => {
    const records = [invented({ code: '8.000010' }), invented({ code: '8.000011' })];
    const first = await run(fileOf('again.ndjson', records));
    const before = await hub.recordCount();
    const again = await run(fileOf('again.ndjson.gz', records));
    expect(first.tally).toMatchObject({ fresh: 2, known: 0, refused: 0 });
    expect(again.tally).toMatchObject({ fresh: 0, known: 2, refused: 0 });
    expect(await hub.recordCount()).toBe(before);
  });

  test('of nothing but refused lines is an import, too', async () => {
    const { tally } = await run(fileOf('refused.ndjson', [invented({ code: '1.001193' }), '{}']));
    expect(tally).toMatchObject({ read: 2, refused: 2 });
    expect(tally.refusals).toHaveLength(3);
  });

  describe('through a door that is down for a moment', () => {
    let relay: Server;
    let refusals = 2;

    async function pass(request: IncomingMessage, body: Buffer, response: ServerResponse): Promise<void> {
      const headers = { 'content-type': request.headers['content-type'] ?? '' };
      const answer = await fetch(`${hub.address}${request.url ?? ''}`, { method: 'POST', headers, body });
      response.writeHead(answer.status).end(await answer.text());
    }

    beforeAll(async () => {
      relay = createServer((request, response) => {
        const parts: Buffer[] = [];
        request.on('data', (part: Buffer) => parts.push(part));
        request.on('end', () => {
          if (refusals > 0) {
            refusals -= 1;
            response.writeHead(503, { 'retry-after': '0' }).end('{}');
            return;
          }
          void pass(request, Buffer.concat(parts), response);
        });
      });
      await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve));
    });

    afterAll(() => {
      relay.close();
    });

    test('goes on with the same lines', async () => {
      const address = relay.address();
      if (address === null || typeof address === 'string') throw new Error('the relay has no port');
      const file = fileOf('patient.ndjson', [invented({ code: '8.000020' })]);
      const { tally, said } = await run(file, `http://127.0.0.1:${address.port}`);
      expect(tally).toMatchObject({ fresh: 1 });
      expect(said.filter((line) => line.endsWith('status 503; trying again'))).toHaveLength(2);
    });
  });

  test('tells what its door says where it will not take such a message', async () => {
    const elsewhere = `${hub.address}/nowhere`;
    const file = fileOf('elsewhere.ndjson', [invented({ code: '8.000030' })]);
    await expect(run(file, elsewhere)).rejects.toThrow(/answered 404/u);
  });
});

test('the command says how it is used', () => {
  expect(() => readConfig([], {})).toThrow('usage: npm run import -- <file.ndjson[.gz]>');
  expect(() => readConfig(['a', 'b'], {})).toThrow('usage');
  expect(readConfig(['a'], { ONE_STOP_SHOP_URL: 'http://x:1/', HUB_TOKEN: 't' })).toEqual({
    file: 'a',
    door: 'http://x:1/v1/procedures',
    token: 't',
  });
});

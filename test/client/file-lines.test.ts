// How the client reads a file: lines at line feeds only, packed or not, in portions that a door takes.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { type FileLine, fileBytes, linesOf } from '#infra/client/file-lines.ts';
import { portionsOf } from '#infra/client/portions.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'lines-'));

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function fileOf(name: string, lines: readonly string[]): string {
  const file = path.join(folder, name);
  const text = lines.join('\n');
  writeFileSync(file, name.endsWith('.gz') ? gzipSync(text) : text);
  return file;
}

describe('a file', () => {
  async function read(file: string): Promise<string[]> {
    const lines: string[] = [];
    for await (const { number, bytes } of linesOf(fileBytes(file)))
      lines.push(`${number} ${bytes.toString('utf8')}`);
    return lines;
  }

  test('is cut at line feeds only, whatever stands in a line, and blank lines are counted', async () => {
    const text = ['a\u2028b', '', '\r', 'c\u0085d', `e${'x'.repeat(200_000)}`];
    const expected = ['1 a\u2028b', '4 c\u0085d', `5 e${'x'.repeat(200_000)}`];
    expect(await read(fileOf('lines.ndjson', text))).toEqual(expected);
    expect(await read(fileOf('lines.ndjson.gz', text))).toEqual(expected);
  });

  test('that is cut off while packed is an error, as is one that is not there', async () => {
    const file = path.join(folder, 'cut.gz');
    writeFileSync(file, gzipSync('a\n'.repeat(100_000)).subarray(0, 50));
    await expect(read(file)).rejects.toThrow(/unexpected end of file/u);
    await expect(read(path.join(folder, 'none'))).rejects.toThrow(/ENOENT/u);
  });

  test('goes in portions below the door’s limits, every line once and in order', async () => {
    async function* lines(): AsyncGenerator<FileLine> {
      for (let number = 1; number <= 450; number += 1) {
        const size = number === 300 ? 3_000_000 : 10_000;
        yield { number, bytes: Buffer.alloc(size, 0x61), end: 0 };
      }
    }
    const portions: (readonly FileLine[])[] = [];
    for await (const portion of portionsOf(lines())) portions.push(portion);
    expect(portions.flat().map(({ number }) => number)).toEqual(
      Array.from({ length: 450 }, (_, at) => at + 1),
    );
    const sizes = portions.map((portion) => portion.reduce((sum, { bytes }) => sum + bytes.length, 0));
    expect(sizes.filter((size) => size > 1024 * 1024)).toEqual([3_000_000]);
    expect(Math.max(...portions.map(({ length }) => length))).toBeLessThanOrEqual(200);
  });
});

test('lines that come through a pipe go when it pauses, and none is lost', async () => {
  const { promise: pipe, resolve: goOn } = Promise.withResolvers<undefined>();
  async function* lines(): AsyncGenerator<FileLine> {
    yield { number: 1, bytes: Buffer.from('a'), end: 2 };
    await pipe;
    yield { number: 2, bytes: Buffer.from('b'), end: 4 };
  }
  const portions: number[][] = [];
  for await (const portion of portionsOf(lines(), 5)) {
    portions.push(portion.map(({ number }) => number));
    goOn(undefined);
  }
  expect(portions).toEqual([[1], [2]]);
});

test('every line says where the next one begins', async () => {
  const file = fileOf('ends.ndjson', ['ab', '', 'cde']);
  const ends: number[] = [];
  for await (const { end } of linesOf(fileBytes(file))) ends.push(end);
  expect(ends).toEqual([3, 7]);
});

// What no alias maps is listed; an alias takes it off the list, and the portal holds it at once.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '#shared/postgres/pool.ts';
import type { Receipt } from '#shared/publishing/receipt.ts';
import { LAN, MINH } from '../portal/lives.ts';
import { until } from '../support/wait.ts';
import { component, returned, shared, submitted } from './facts.ts';
import { type OperationsRoom, openOperations } from './operations-room.ts';

let room: OperationsRoom;
beforeAll(async () => {
  room = await openOperations();
}, 120_000);
afterAll(() => room.close());

interface Listed {
  readonly evidence: string;
  readonly value: string;
  readonly papers: number;
  readonly origins: readonly string[];
  readonly agencies: readonly string[];
  readonly dossiers: readonly string[];
}

interface Page {
  readonly papers: readonly Listed[];
  readonly cursor?: string;
}

async function page(query: string): Promise<Page> {
  const { status, text } = await room.get(`/v1/unmapped-papers${query}`);
  if (status !== 200) throw new Error(`${status} ${text}`);
  return JSON.parse(text);
}

async function listed(query = ''): Promise<readonly Listed[]> {
  return (await page(query)).papers;
}

/** Waits until no aggregate waits to be evaluated. */
async function evaluated(): Promise<void> {
  await until(
    async () => {
      const rows = await room.hub.pool.query(sql`select from read.dirty limit 1`);
      return rows.length === 0;
    },
    { what: 'the derived tables', timeoutMs: 30_000 },
  );
}

const MARRIAGE = {
  procedureCode: '1.000894',
  subjects: [
    { role: 'APPLICANT', ...LAN },
    { role: 'SPOUSE', ...MINH },
  ],
  on: '2026-03-01',
};

/** Where the second row of the question stands, once the portal knows these. */
async function statusKnowing(receipts: readonly Receipt[]): Promise<string | undefined> {
  const answer = await room.portal('/v1/pre-check', receipts, MARRIAGE);
  const { papers }: { readonly papers: readonly { readonly ordinal: number; readonly status: string }[] } =
    JSON.parse(JSON.stringify(answer));
  return papers.find(({ ordinal }) => ordinal === 2)?.status;
}

test('an alias takes what it maps off the list, and the portal holds it as soon as it is known', async () => {
  const key = 'H44.150-260202-0001';
  const name = 'Giấy chứng nhận độc thân (xã).pdf';
  const facts = [submitted(key, LAN), component(key, LAN, { name }), returned(key)];
  const known = await room.publish(facts);
  await room.kept(known);
  await evaluated();
  expect(await listed()).toContainEqual(
    expect.objectContaining({
      evidence: 'NAME',
      value: name,
      papers: 1,
      origins: ['COMPONENT'],
      agencies: ['H44.150'],
      dossiers: [key],
    }),
  );
  expect(await statusKnowing(known)).toBe('MISSING');

  const alias = { evidence: 'NAME', value: name, paperKind: 'SINGLE_STATUS_CONFIRMATION' };
  const { body } = await room.post('/v1/paper-aliases', alias);
  expect(await statusKnowing(body.receipts)).toBe('HELD');
  await until(async () => !(await listed()).some(({ value }) => value === name), {
    what: 'the list to shrink',
    timeoutMs: 30_000,
  });
});

test('the most frequent come first, page by page, and a page of an agency has its own alone', async () => {
  const papers = [
    ...[1, 2, 3].map((each) => shared(`often-${each}`, LAN, { name: 'Giấy hay gặp', number: `${each}` })),
    ...[1, 2].map((each) => shared(`seldom-${each}`, LAN, { code: 'BV-01', number: `s${each}` })),
    shared('elsewhere', LAN, { name: 'Giấy nơi khác' }, 'H05'),
  ];
  await room.kept(await room.publish(papers));
  await evaluated();
  const everything = await listed();
  expect(everything.map(({ value, papers: count }) => [value, count]).slice(0, 2)).toStrictEqual([
    ['Giấy hay gặp', 3],
    ['BV-01', 2],
  ]);
  const paged: string[] = [];
  let cursor = '';
  do {
    const answer = await page(`?limit=1${cursor}`);
    paged.push(...answer.papers.map(({ value }) => value));
    cursor = answer.cursor === undefined ? '' : `&cursor=${answer.cursor}`;
  } while (cursor !== '');
  expect(paged).toStrictEqual(everything.map(({ value }) => value));
  expect((await listed('?agency=H05')).map(({ value }) => value)).toStrictEqual(['Giấy nơi khác']);
  // The persons under whom shared papers stand are not named.
  expect(everything.flatMap(({ dossiers }) => dossiers)).toStrictEqual([]);
});

test('a cursor that no answer gave is refused', async () => {
  const { status, body } = await room.get('/v1/unmapped-papers?cursor=bm9uZQ');
  expect([status, body.errors.map(({ pointer }) => pointer)]).toStrictEqual([400, ['/querystring/cursor']]);
});

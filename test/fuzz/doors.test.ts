// Spoilt messages before the real doors: no crash, no 5xx but 503, every refusal a problem with its code and without
// personal values; what is accepted stands in the log as it was sent. FUZZ_CASES and FUZZ_SEED make it longer or
// repeat it; with the readers' and Avro's cases the suite tries more than 20,000.
import { once } from 'node:events';
import http from 'node:http';
import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bodyOf, contentTypeOf, readSamples, type Sample } from '#infra/client/conformance/samples.ts';
import { doorOf } from '#infra/client/doors.ts';
import { parsedMembers } from '#infra/client/members.ts';
import type { Receipt } from '#shared/publishing/receipt.ts';
import { startCivilServants } from '../../services/civil-servants/app.ts';
import { startDocumentManagement } from '../../services/document-management/app.ts';
import { startOneStopShop } from '../../services/one-stop-shop/app.ts';
import { type AdapterHub, startAdapterHub } from '../support/adapter-hub.ts';
import { type Format, type Mutation, mutation, spoil } from './mutations.ts';
import { differences } from './read-back.ts';

/** Messages under way at once. */
const WIDTH = 16;
const CASES = Number(process.env['FUZZ_CASES'] ?? '5000');
const SEED = Number(process.env['FUZZ_SEED'] ?? String(Date.now() % 1_000_000));
const REFUSALS = new Set([400, 403, 409, 413, 415, 422, 503]);
/** Of the samples' persons: none of it may come back in a refusal. */
const PERSONAL = [
  'Người Thử',
  'Ng\u01b0\u01a1\u0300i Th',
  '99900000001',
  '99900000002',
  '99900000003',
  '0900000999',
  'thu@example',
];

const agent = new http.Agent({ keepAlive: true, maxSockets: WIDTH });
let hubs: Readonly<Record<string, AdapterHub>>;

beforeAll(async () => {
  console.log(`fuzzing with FUZZ_SEED=${SEED}, FUZZ_CASES=${CASES}`);
  const [oneStopShop, documents, servants] = await Promise.all([
    startAdapterHub(startOneStopShop, 'gov.one-stop-shop.dossier.v1'),
    startAdapterHub(startDocumentManagement, 'gov.document-management.document.v1'),
    startAdapterHub(startCivilServants, 'gov.civil-servants.record.v1'),
  ]);
  hubs = { 'one-stop-shop': oneStopShop, 'document-management': documents, 'civil-servants': servants };
});

afterAll(async () => {
  agent.destroy();
  await Promise.all(Object.values(hubs ?? {}).map((hub) => hub.stop()));
});

interface Door {
  readonly hub: AdapterHub;
  readonly path: string;
  readonly type: string;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

interface Seeds {
  readonly doors: readonly Door[];
  readonly messages: readonly Buffer[];
}

function formatOf(contentType: string): Format {
  if (contentType.includes('xml')) return 'xml';
  return contentType.includes('csv') ? 'csv' : 'json';
}

/** Samples, each with the door that it is for. */
function seedsOf(isWanted: (sample: Sample) => boolean): Seeds {
  const samples = readSamples().filter(isWanted);
  return {
    doors: samples.map((sample) => {
      const hub = hubs[sample.adapter];
      if (hub === undefined) throw new Error(`${sample.adapter} is not there`);
      return { hub, path: doorOf(sample.door).path, type: contentTypeOf(sample) };
    }),
    messages: samples.map(bodyOf),
  };
}

/** Without `fetch`, which would take longer than the door. */
async function send({ hub, path, type }: Door, body: Buffer, query = '?dryRun=true'): Promise<Answer> {
  const headers = { 'content-type': type, 'content-length': body.length };
  const request = http.request(`${hub.address}${path}${query}`, { method: 'POST', headers, agent });
  request.end(body);
  const [response]: http.IncomingMessage[] = await once(request, 'response');
  if (response === undefined) throw new Error('no response');
  const { statusCode = 0, headers: told } = response;
  return { status: statusCode, type: told['content-type'] ?? '', text: await text(response) };
}

/** What is wrong with an answer; undefined for a clear one. */
function complaintOf({ status, type, text: said }: Answer): string | undefined {
  const body = parsedMembers(said);
  if (body === undefined) return `${status} without JSON: ${said}`;
  if (status === 200) return undefined;
  if (!REFUSALS.has(status)) return `status ${status}: ${said}`;
  const isProblem = type.startsWith('application/problem+json') && body['status'] === status;
  if (!isProblem || !/^[A-Z_0-9]+$/u.test(String(body['code']))) return `${status} is no problem: ${said}`;
  const repeated = PERSONAL.filter((value) => said.includes(value));
  return repeated.length > 0 ? `${status} repeats ${repeated.join()}: ${said}` : undefined;
}

async function tryOne({ doors, messages }: Seeds, change: Mutation, format: Format): Promise<Answer> {
  const door = doors[change.message % doors.length];
  if (door === undefined) throw new Error('no door');
  return send(door, spoil(messages, change, format));
}

test.each([
  ['json', 0.6],
  ['xml', 0.25],
  ['csv', 0.15],
] as const)(
  '%s: every answer is a clear one',
  async (format, share) => {
    const seeds = seedsOf((sample) => formatOf(contentTypeOf(sample)) === format);
    const runs = Math.ceil((CASES * share) / WIDTH);
    const statuses = new Map<number, number>();
    const several = fc.array(mutation, { minLength: WIDTH, maxLength: WIDTH });
    await fc.assert(
      fc.asyncProperty(several, async (changes) => {
        const answers = await Promise.all(changes.map((change) => tryOne(seeds, change, format)));
        expect(answers.flatMap((answer) => complaintOf(answer) ?? [])).toEqual([]);
        for (const { status } of answers) statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }),
      { numRuns: runs, seed: SEED, interruptAfterTimeLimit: 3_600_000, markInterruptAsFailure: true },
    );
    console.log(`${format}: ${JSON.stringify(Object.fromEntries(statuses))}`);
    // A fuzzer whose messages are all refused, or all taken, tries nothing.
    expect([...statuses.keys()]).toEqual(expect.arrayContaining([200, 400, 422]));
    for (const hub of Object.values(hubs)) expect((await fetch(`${hub.address}/readyz`)).status).toBe(200);
  },
  3_600_000,
);

test('what is accepted stands in the log as it was sent, every value of it', async () => {
  const good = (sample: Sample): boolean =>
    contentTypeOf(sample) === 'application/cloudevents+json' && sample.expect.status === 200;
  const { doors, messages } = seedsOf(good);
  let accepted = 0;
  const property = fc.asyncProperty(
    fc.array(mutation, { minLength: WIDTH, maxLength: WIDTH }),
    async (changes) => {
      await Promise.all(
        changes.map(async (change) => {
          const door = doors[change.message % doors.length];
          if (door === undefined) return;
          const body = spoil(messages, change, 'json');
          const { status, text: said } = await send(door, body, '');
          if (status !== 202) return;
          const sent: { readonly data: Readonly<Record<string, unknown>>; readonly type: string } =
            JSON.parse(body.toString('utf8'));
          // A correction's fact travels encoded: `a correction brings…` reads it back.
          if (sent.type.endsWith('fact-corrected.v1')) return;
          const { receipts }: { readonly receipts: readonly Receipt[] } = JSON.parse(said);
          const [receipt] = receipts;
          if (receipt === undefined || !receipt.topic.startsWith(door.hub.topic)) return;
          accepted += 1;
          const found = differences(sent.data, await door.hub.factAt(receipt));
          expect(found.map((difference) => `${difference} of ${body.toString('utf8')}`)).toEqual([]);
        }),
      );
    },
  );
  await fc.assert(property, { numRuns: Math.ceil(CASES / 80), seed: SEED });
  console.log(`read back: ${accepted}`);
  expect(accepted).toBeGreaterThan(CASES / 500);
}, 600_000);

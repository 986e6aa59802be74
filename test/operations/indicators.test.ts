// Dossiers by chance through Kafka, the evaluator and HTTP: every indicator equals a recount from what was planned.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '#shared/postgres/pool.ts';
import type { FactDraft } from '#shared/pure/draft.ts';
import { addDays, type Day } from '#shared/pure/time.ts';
import { draft } from '../portal/portal-room.ts';
import { REGISTERED } from '../shared/once-only/life.ts';
import { at } from '../support/facts.ts';
import { Chance, seedFrom } from '../support/seeded.ts';
import { until } from '../support/wait.ts';
import { anyPlan, FIRST, factsOf, type Plan } from './indicators-facts.ts';
import { recount } from './indicators-recount.ts';
import { type OperationsRoom, openOperations } from './operations-room.ts';

let room: OperationsRoom;
let plans: readonly Plan[];
beforeAll(async () => {
  room = await openOperations();
  const chance = new Chance(seedFrom('INDICATORS_SEED'));
  plans = Array.from({ length: 150 }, (_, number) => anyPlan(chance, number));
  const facts = chance.shuffle([...plans.flatMap(factsOf), ...plans.flatMap(reAsked)]);
  await publishAndEvaluate([registered('H44.150', 'COMMUNE'), registered('H44.15', 'PROVINCE'), ...facts]);
}, 180_000);
afterAll(() => room.close());

async function publishAndEvaluate(facts: readonly FactDraft[]): Promise<void> {
  await room.kept(await room.publish(facts));
  await until(async () => (await room.hub.pool.query(sql`select from read.dirty limit 1`)).length === 0, {
    what: 'the derived tables',
    timeoutMs: 60_000,
  });
}

function registered(agencyCode: string, level: string): FactDraft {
  return draft('AgencyRegistered', 'vn.gov.hub.agency-registered.v1', {
    id: agencyCode,
    key: agencyCode,
    agency: 'H44',
    at: at('2025-07-01'),
    data: {
      agencyCode,
      agencyName: agencyCode,
      level,
      agencyKind: null,
      parent: 'H44',
      validFrom: '2025-07-01',
      validTo: null,
      legacyCode: null,
      dataSource: null,
    },
  });
}

function reAsked(plan: Plan): FactDraft[] {
  if (!plan.reAsked) return [];
  const { code, agency } = plan;
  return [
    draft('ReAskDetected', 'vn.gov.hub.re-ask-detected.v1', {
      id: `${code}-asked`,
      key: code,
      agency,
      at: at(plan.filedOn),
      data: {
        dossierCode: code,
        procedureCode: '1.004873',
        paperKind: 'DIVORCE_JUDGMENT',
        askedBy: 'COMPONENT',
        request: { source: `/agencies/${agency}/test`, id: `${code}-2` },
        askedAt: at(plan.filedOn),
        heldPaperId: 'held',
        proof: [],
      },
    }),
  ];
}

interface Shown {
  readonly id: string;
  readonly value: number | null;
  readonly numerator: number;
  readonly denominator: number;
  readonly target: number | null;
  readonly source: string;
  readonly reason?: string;
  readonly parts?: readonly {
    readonly name: string;
    readonly numerator: number;
    readonly denominator: number;
  }[];
}

async function indicators(query: Readonly<Record<string, string>> = {}): Promise<ReadonlyMap<string, Shown>> {
  const { status, text } = await room.get(`/v1/indicators?${new URLSearchParams(query).toString()}`);
  if (status !== 200) throw new Error(`${status} ${text}`);
  const answer: { readonly indicators: readonly Shown[] } = JSON.parse(text);
  return new Map(answer.indicators.map((each) => [each.id, each]));
}

const LAST = addDays(FIRST, 60);

/** A question, and which of the plans it is about. */
const QUESTIONS: readonly (readonly [string, Readonly<Record<string, string>>, (plan: Plan) => boolean])[] = [
  ['everything, two months on', { to: LAST }, () => true],
  ['the first days, with most dossiers open', { to: addDays(FIRST, 8) }, () => true],
  ['a period in the middle', { from: addDays(FIRST, 5), to: addDays(FIRST, 15) }, () => true],
  [
    'a province with its units, and with those of a province that it succeeded',
    { agency: 'H44', to: LAST },
    ({ agency }) => agency.startsWith('H44') || agency.startsWith('H62'),
  ],
  [
    'a unit, and not another one whose code begins alike',
    { agency: 'H44.15', to: LAST },
    ({ agency }) => agency === 'H44.15',
  ],
  ['a level', { level: 'COMMUNE', to: LAST }, ({ agency }) => agency === 'H44.150'],
  ['a field', { field: 'đất đai', to: LAST }, ({ field }) => field === 'Đất đai'],
  [
    'all of it together',
    { agency: 'H44', level: 'PROVINCE', field: 'Hộ tịch', from: FIRST, to: addDays(FIRST, 12) },
    ({ agency, field }) => agency === 'H44.15' && field === 'Hộ tịch',
  ],
];

function asked(query: Readonly<Record<string, string>>, isAbout: (plan: Plan) => boolean): readonly Plan[] {
  const { from = '', to = '' } = query;
  return plans.filter((plan) => isAbout(plan) && plan.filedOn <= to && plan.filedOn >= from);
}

describe('indicators of', () => {
  test.each(QUESTIONS)('%s are what a recount of the plans gives', async (_name, query, isAbout) => {
    const counts = recount(asked(query, isAbout), query['to'] ?? '');
    const shown = await indicators(query);
    const found = Object.keys(counts).map((id) => [id, shown.get(id)?.numerator, shown.get(id)?.denominator]);
    expect(found).toStrictEqual(Object.entries(counts).map(([id, count]) => [id, ...count]));
    for (const [id, [counted, of]] of Object.entries(counts))
      expect([id, shown.get(id)?.value]).toStrictEqual([id, of === 0 ? null : counted / of]);
  });

  test('a period without dossiers say so', async () => {
    const shown = await indicators({ to: addDays(FIRST, -1) });
    expect(shown.get('onTimeRate')).toMatchObject({ value: null, denominator: 0, reason: 'no data' });
  });

  test('the whole domain are answered, each with its source', async () => {
    const shown = [...(await indicators({ to: LAST })).values()];
    expect(shown.map(({ id }) => id)).toStrictEqual([
      'onceOnlyRate',
      'reuseRate',
      'declaredFieldsCut',
      'digitisedRate',
      'eResultRate',
      'onlineRate',
      'onTimeRate',
      'apologyRate',
      'paymentOnlineRate',
      'internalTransferRate',
      'agencyConnection',
      'signedDocumentRate',
      'workFileOnlineRate',
      'satisfactionRate',
      'petitionOnTimeRate',
      'staffQualification',
      'headcountCut',
      'nationalScore',
    ]);
    expect(shown.filter(({ source }) => source === '')).toStrictEqual([]);
  });

  test('one field leave out what has none', async () => {
    const { value, reason } = (await indicators({ field: 'Hộ tịch' })).get('agencyConnection') ?? {};
    expect([value, reason]).toStrictEqual([null, 'no data: not kept by field']);
  });
});

describe('an indicator opened', () => {
  interface Page {
    readonly dossiers: readonly {
      readonly dossierCode: string;
      readonly numerator: number;
      readonly denominator: number;
    }[];
    readonly cursor?: string;
  }

  async function open(id: string, query: Readonly<Record<string, string>>): Promise<Page['dossiers']> {
    const cases: Page['dossiers'][number][] = [];
    let cursor: string | undefined;
    do {
      const parameters = new URLSearchParams({
        ...query,
        limit: '7',
        ...(cursor !== undefined && { cursor }),
      });
      const { status, text } = await room.get(`/v1/indicators/${id}/dossiers?${parameters.toString()}`);
      if (status !== 200) throw new Error(`${status} ${text}`);
      const page: Page = JSON.parse(text);
      cases.push(...page.dossiers);
      cursor = page.cursor;
    } while (cursor !== undefined);
    return cases;
  }

  test('leads page by page to the dossiers that are counted in it', async () => {
    const query = { agency: 'H44', to: addDays(FIRST, 20) };
    const [numerator, denominator] = recount(
      asked(query, ({ agency }) => !agency.startsWith('H05')),
      query.to,
    )['onTimeRate'] ?? [0, 0];
    const cases = await open('onTimeRate', query);
    expect([cases.filter((each) => each.numerator === 1).length, cases.length]).toStrictEqual([
      numerator,
      denominator,
    ]);
    const codes = cases.map(({ dossierCode }) => dossierCode);
    expect(codes).toStrictEqual([...new Set(codes)].toSorted());
  });

  test('that is made of other figures is not found', async () => {
    expect((await room.get('/v1/indicators/nationalScore/dossiers')).status).toBe(404);
    expect((await room.get('/v1/indicators/unheardOf/dossiers')).status).toBe(404);
  });
});

test('a period that ends before it begins, and a day that is none, are refused', async () => {
  const backwards = await room.get('/v1/indicators?from=2026-03-02&to=2026-03-01');
  expect([backwards.status, backwards.body.errors[0]?.pointer]).toStrictEqual([400, '/querystring/from']);
  expect((await room.get('/v1/indicators?to=2026-02-30')).status).toBe(400);
  expect((await room.get('/v1/indicators?since=2026-02-03')).status).toBe(400);
});

describe('a secret document', () => {
  const KEYS = ['H05,2026-03-01,1/QD', 'H05,2026-03-01,2/QD'] as const;
  const SECRET = 'H29,2026-03-01,3/QD';

  function sent(key: string, agency: string, day: Day, secrecySuspected: boolean): FactDraft[] {
    const common = { key, agency, at: at(day) };
    return [
      draft('DocumentRegistered', 'vn.gov.document-management.document-registered.v1', {
        ...common,
        id: key,
        data: { ...REGISTERED, documentId: key, secrecySuspected, signatureStatus: 'VALID' },
      }),
      draft('DocumentSent', 'vn.gov.document-management.document-sent.v1', {
        ...common,
        id: `${key}-sent`,
        data: { recipient: { agencyCode: 'H44', name: null, inCharge: null }, trace: [] },
      }),
    ];
  }

  test('never in indicators: not counted, not listed, and its agency not connected by it', async () => {
    await publishAndEvaluate([
      ...KEYS.flatMap((key) => sent(key, 'H05', FIRST, false)),
      ...sent(SECRET, 'H29', FIRST, true),
    ]);
    const shown = await indicators({ to: FIRST });
    expect(shown.get('signedDocumentRate')).toMatchObject({ numerator: 2, denominator: 2 });
    const opened = await room.get(`/v1/indicators/signedDocumentRate/dossiers?to=${FIRST}`);
    expect(opened.text).not.toContain('H29');
    const { dossiers }: { readonly dossiers: readonly { readonly code: string }[] } = JSON.parse(opened.text);
    expect(dossiers.map(({ code }) => code)).toStrictEqual([...KEYS]);
    const ofAgency = async (agency: string) =>
      (await indicators({ agency, to: FIRST })).get('agencyConnection');
    expect(await ofAgency('H05')).toMatchObject({ numerator: 1 });
    expect(await ofAgency('H29')).toMatchObject({ numerator: 0 });
  });
});

// Findings through real processes' parts: facts in Kafka, read models in PostgreSQL, findings published and listed.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EventData, EventName, EventType } from '#schemas/generated/events.ts';
import { sql } from '#shared/postgres/pool.ts';
import type { Receipt } from '#shared/publishing/receipt.ts';
import type { DraftConcern, FactDraft } from '#shared/pure/draft.ts';
import type { Subject } from '#shared/pure/hub-key.ts';
import { startFindings } from '../../services/findings/app.ts';
import { startOperations } from '../../services/operations/app.ts';
import { draft, openRoom, type Room } from '../portal/portal-room.ts';
import { silent } from '../projector/hub.ts';
import { at, paper } from '../support/facts.ts';
import { until } from '../support/wait.ts';

type Service = { readonly address: string; readonly stop: () => Promise<void> };
let room: Room;
let findings: Service;
let operations: Service;

beforeAll(async () => {
  room = await openRoom();
  findings = await startFindings(room.config, silent);
  operations = await startOperations({ ...room.config, hubAgency: 'G22' }, silent);
}, 120_000);
afterAll(async () => {
  await findings.stop();
  await operations.stop();
  await room.close();
});

const person = (number: number): Subject => ({
  type: 'PERSON',
  id: `0011900${String(number).padStart(5, '0')}`,
});
const as = (role: DraftConcern['role'], subject: Subject): DraftConcern => ({ person: subject, role });

function said<N extends EventName>(
  eventName: N,
  type: EventType,
  id: string,
  day: string,
  data: EventData[N],
  more: { key?: string; concerns?: readonly DraftConcern[]; agency?: string; recordedAt?: number } = {},
): FactDraft {
  return draft(eventName, type, { id, at: at(day), data, ...more });
}

const OSS = 'vn.gov.one-stop-shop';

function submitted(key: string, applicant: Subject, procedureCode = '1.004222', id = `${key}-s`): FactDraft {
  return said(
    'DossierSubmitted',
    `${OSS}.dossier-submitted.v1`,
    id,
    '2026-03-02',
    {
      procedureCode,
      procedureName: null,
      channel: 'ONLINE',
      fieldCode: null,
      fieldName: null,
      electronicAuthenticationLevel: null,
      declaredFields: null,
      prefilledFields: null,
      unitName: null,
      otherDossierCode: null,
    },
    { key, concerns: [as('APPLICANT', applicant)], agency: key.split('-')[0] ?? '' },
  );
}

type Stated = Parameters<typeof paper>[0];

function component(
  key: string,
  applicant: Subject,
  stated: Stated,
  reuse: 'NONE' | 'COMPONENT' = 'NONE',
  id = `${key}-c`,
): FactDraft {
  return said(
    'ComponentSubmitted',
    `${OSS}.component-submitted.v1`,
    id,
    '2026-03-02',
    {
      paper: paper(stated),
      componentKey: 'a',
      form: 'ELECTRONIC',
      digitised: true,
      reuse,
      replacesResultCode: null,
    },
    { key, concerns: [as('APPLICANT', applicant)], agency: key.split('-')[0] ?? '' },
  );
}

function shared(id: string, holder: Subject, stated: Stated): FactDraft {
  return said(
    'PaperShared',
    'vn.gov.shared.paper-shared.v1',
    id,
    '2026-01-05',
    { paper: paper({ issuedOn: '2026-01-05', ...stated }) },
    { concerns: [as('HOLDER', holder)], agency: 'H44' },
  );
}

/** Publishes and waits until the reactors have looked at all of it. */
async function looked(drafts: readonly FactDraft[]): Promise<readonly Receipt[]> {
  const receipts = await room.publish(drafts);
  await until(
    async () => {
      const rows = await room.hub.pool.query<{ topic: string; partition: number; next_offset: number }>(
        sql`select topic, partition, next_offset from records.reactor_position`,
      );
      return receipts.every(({ topic, partition, offset }) =>
        rows.some((row) => row.topic === topic && row.partition === partition && row.next_offset > offset),
      );
    },
    { what: 'the reactors to look', timeoutMs: 30_000 },
  );
  return receipts;
}

interface Listed {
  readonly id: string;
  readonly type: string;
  readonly dossierCode?: string;
  readonly paperKind?: string;
  readonly [more: string]: unknown;
}

async function list(query: string): Promise<readonly Listed[]> {
  const answer = await fetch(`${operations.address}/v1/findings?limit=500&${query}`);
  const body: { findings: Listed[] } = JSON.parse(await answer.text());
  return body.findings;
}

/** Those of a dossier, once there are so many. */
async function findingsIn(dossierCode: string, count: number): Promise<readonly Listed[]> {
  return until(
    async () => {
      const found = (await list('')).filter((each) => each.dossierCode === dossierCode);
      return found.length >= count && found;
    },
    { what: `${count} findings in ${dossierCode}`, timeoutMs: 30_000 },
  );
}

const CERTIFICATE = { paperKind: 'BIRTH_CERTIFICATE', number: '7/2020' };

describe('a re-ask', () => {
  const [holder, other] = [person(1), person(2)];

  test('is found once, however often the request is stated, and not where the paper was reused', async () => {
    await looked([shared('r1', holder, CERTIFICATE)]);
    const asked = 'H44.150-260302-0101';
    const reused = 'H44.150-260302-0102';
    const stranger = 'H44.150-260302-0103';
    await looked([submitted(asked, holder), component(asked, holder, CERTIFICATE)]);
    await looked([
      component(asked, holder, CERTIFICATE),
      component(asked, holder, { ...CERTIFICATE, name: 'bản scan khác' }, 'NONE', 'again'),
      submitted(reused, holder),
      component(reused, holder, CERTIFICATE, 'COMPONENT'),
      submitted(stranger, other),
      component(stranger, other, CERTIFICATE),
    ]);
    const found = await findingsIn(asked, 1);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({
      type: 'RE_ASK',
      paperKind: 'BIRTH_CERTIFICATE',
      agency: 'H44.150',
      procedureCode: '1.004222',
      askedBy: 'COMPONENT',
      proof: [{ id: 'r1', source: '/agencies/H44/test' }],
    });
    const all = await list('type=RE_ASK');
    expect(all.map(({ dossierCode }) => dossierCode)).toEqual([asked]);
  }, 60_000);

  test('is counted by agency and procedure; the province sees its communes', async () => {
    const counts = await (
      await fetch(`${operations.address}/v1/findings/counts?type=RE_ASK&agency=H44`)
    ).json();
    expect(counts).toEqual({
      counts: [{ type: 'RE_ASK', agency: 'H44.150', procedureCode: '1.004222', count: 1 }],
    });
    expect(await list('type=RE_ASK&agency=H44.15')).toEqual([]);
    expect(await list('type=RE_ASK&agency=H44&procedure=1.004222')).toHaveLength(1);
  });
});

describe('a taint', () => {
  const holder = person(3);
  const key = 'H44,2026-01-05,7/QD';
  const stated = { paperKind: 'FEE_EXEMPTION_DECISION', number: '7/QD', documentKey: key };
  const relying = 'H44.150-260302-0301';

  test('a recall names the dossier that relied on the paper', async () => {
    await looked([
      shared('t1', holder, stated),
      submitted(relying, holder, '3.000333'),
      component(relying, holder, { ...stated, documentKey: null }, 'COMPONENT'),
    ]);
    expect((await list('type=TAINT')).length).toBe(0);
    const recall = said(
      'RecallRequested',
      'vn.gov.document-management.recall-requested.v1',
      'recall',
      '2026-03-10',
      { statusCode: '13', recallDocumentId: null },
      { key, agency: 'H44' },
    );
    await looked([recall]);
    const found = await findingsIn(relying, 1);
    expect(found).toMatchObject([
      { type: 'TAINT', reason: 'RECALLED', paperKind: 'FEE_EXEMPTION_DECISION', procedureCode: '3.000333' },
    ]);
  }, 60_000);

  test('a signer whose post had lapsed is found out whenever the record arrives', async () => {
    const signed = person(4);
    const dossier = 'H44.150-260302-0401';
    const signer = { civilServantCode: 'CS-0401', certificateSerial: null };
    await looked([
      shared('t2', signed, { paperKind: 'FEE_EXEMPTION_DECISION', number: '8/QD', signer }),
      submitted(dossier, signed, '3.000333'),
      component(dossier, signed, { paperKind: 'FEE_EXEMPTION_DECISION', number: '8/QD' }, 'COMPONENT'),
      said(
        'Appointed',
        'vn.gov.civil-servants.appointed.v1',
        'post',
        '2020-01-01',
        { unit: 'H44', title: null, startsOn: '2020-01-01', endsOn: '2025-12-31' },
        { key: 'CS-0401', agency: 'H44' },
      ),
    ]);
    expect(await findingsIn(dossier, 1)).toMatchObject([{ type: 'TAINT', reason: 'SIGNER_NOT_IN_POST' }]);
  }, 60_000);
});

test('two applicants of one dossier are a conflict, found once', async () => {
  const code = 'H44.150-260302-0501';
  await looked([submitted(code, person(5)), submitted(code, person(6), '1.004222', 'other')]);
  await looked([submitted(code, person(6), '1.004222', 'other')]);
  const found = await findingsIn(code, 1);
  expect(found).toMatchObject([
    { type: 'CONFLICT', conflictKind: 'APPLICANT', procedureCodes: ['1.004222'] },
  ]);
  expect(found[0]?.['subjects']).toHaveLength(2);
}, 60_000);

test('pages lead from the newest to the oldest, each finding once', async () => {
  const seen: string[] = [];
  let cursor = '';
  do {
    const answer = await fetch(`${operations.address}/v1/findings?limit=1${cursor}`);
    const page: { findings: Listed[]; cursor?: string } = JSON.parse(await answer.text());
    seen.push(...page.findings.map(({ id }) => id));
    cursor = page.cursor === undefined ? '' : `&cursor=${page.cursor}`;
  } while (cursor !== '');
  expect(seen).toEqual((await list('')).map(({ id }) => id));
  expect(new Set(seen).size).toBe(seen.length);
  expect((await fetch(`${operations.address}/v1/findings?cursor=x`)).status).toBe(422);
});

test('a reactor that starts again goes on where it stood and finds nothing twice', async () => {
  const before = await list('');
  await findings.stop();
  const holder = person(1);
  const code = 'H44.150-260302-0601';
  await room.publish([submitted(code, holder), component(code, holder, CERTIFICATE)]);
  findings = await startFindings(room.config, silent);
  await findingsIn(code, 1);
  expect(await list('')).toHaveLength(before.length + 1);
}, 60_000);

// What operators state changes what the portal answers: from a door through the log to a citizen's papers.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Receipt } from '#shared/publishing/receipt.ts';
import type { Subject } from '#shared/pure/hub-key.ts';
import { startFindings } from '../../services/findings/app.ts';
import { hubKey } from '../portal/portal-room.ts';
import { silent } from '../projector/hub.ts';
import { until } from '../support/wait.ts';
import {
  completed,
  component,
  recalled,
  registered,
  returned,
  shared,
  sourceOf,
  submitted,
} from './facts.ts';
import { type OperationsRoom, openOperations } from './operations-room.ts';

let room: OperationsRoom;
let findings: Awaited<ReturnType<typeof startFindings>>;
beforeAll(async () => {
  room = await openOperations();
  findings = await startFindings(room.config, silent);
}, 120_000);
afterAll(async () => {
  await findings.stop();
  await room.close();
});

const REASON = 'đã kiểm tra hồ sơ gốc';
const ON = '2026-06-01';

let people = 0;
function somebody(): Subject {
  people += 1;
  return { type: 'PERSON', id: `0011900${String(people).padStart(5, '0')}` };
}

interface Paper {
  readonly status: string;
  readonly reason?: string;
  readonly held: {
    readonly number?: string;
    readonly paperKind: string;
    readonly provenance: readonly { readonly position: string }[];
  };
}

/** The person's papers by number, as the portal answers once it knows these. */
async function papersOf(
  { type, id }: Subject,
  receipts: readonly Receipt[],
): Promise<ReadonlyMap<string, Paper>> {
  const { papers } = await room.portal(`/v1/subjects/${type}/${id}/papers?on=${ON}`, receipts);
  if (!Array.isArray(papers)) throw new Error('no papers');
  return new Map(papers.map((each: Paper) => [each.held.number ?? '', each]));
}

/** Status or reason of each paper, by number. */
async function saidOf(
  person: Subject,
  receipts: readonly Receipt[],
): Promise<Readonly<Record<string, string>>> {
  const papers = await papersOf(person, receipts);
  return Object.fromEntries([...papers].map(([number, { status, reason }]) => [number, reason ?? status]));
}

test('a link joins the papers of two identifiers, and parting them takes them apart again', async () => {
  const person = somebody();
  const old = { type: 'OLD_ID', id: '131000001' } as const;
  const known = await room.publish([
    shared('link-new', person, { paperKind: 'BIRTH_CERTIFICATE', number: 'new' }),
    shared('link-old', old, { paperKind: 'LAND_CERTIFICATE', number: 'old' }),
  ]);
  expect(await saidOf(person, known)).toStrictEqual({ new: 'HELD' });
  const link = { subjects: [old, person], reason: REASON };
  const linked = await room.state('/v1/subject-links', link);
  expect(await saidOf(person, linked.body.receipts)).toStrictEqual({ new: 'HELD', old: 'HELD' });
  expect(await saidOf(old, linked.body.receipts)).toStrictEqual({ new: 'HELD', old: 'HELD' });
  const parted = await room.state('/v1/subject-links', { ...link, linked: false });
  expect(await saidOf(person, parted.body.receipts)).toStrictEqual({ new: 'HELD' });
});

test('a trusted source turns a bare completion into success, and distrust turns it back', async () => {
  const person = somebody();
  const key = 'H44.150-260202-0001';
  const known = await room.publish([
    submitted(key, person),
    component(key, person, { paperKind: 'BIRTH_CERTIFICATE', number: 'trust' }),
    completed(key),
  ]);
  expect(await saidOf(person, known)).toStrictEqual({ trust: 'COMPLETED_UNPROVEN' });
  const door = `/v1/sources/${encodeURIComponent(sourceOf('H44.150'))}`;
  const trusted = await room.state(door, { trusted: true, reason: REASON }, 'PUT');
  expect(await saidOf(person, trusted.body.receipts)).toStrictEqual({ trust: 'HELD' });
  const distrusted = await room.state(door, { trusted: false, reason: REASON }, 'PUT');
  expect(await saidOf(person, distrusted.body.receipts)).toStrictEqual({ trust: 'COMPLETED_UNPROVEN' });
});

describe('a conflict', () => {
  interface Listed {
    readonly id: string;
    readonly state: string;
    readonly dossierCode?: string;
    readonly persons: readonly string[];
    readonly decision?: { readonly persons: readonly string[] };
  }

  /** The conflict of a dossier or person, once it is listed in that state. */
  function listed(state: string, isIt: (each: Listed) => boolean): Promise<Listed> {
    return until(
      async () => {
        const { conflicts } = (await room.get(`/v1/conflicts?state=${state}&limit=500`)).body;
        return Array.isArray(conflicts) ? conflicts.find((each: Listed) => isIt(each)) : undefined;
      },
      { what: `a conflict that is ${state}` },
    );
  }

  async function contested(
    key: string,
  ): Promise<{ one: Subject; other: Subject; known: readonly Receipt[] }> {
    const [one, other] = [somebody(), somebody()];
    const known = await room.publish([
      submitted(key, one),
      submitted(key, other, { id: `${key}-again`, agency: 'H44' }),
      component(key, one, { paperKind: 'BIRTH_CERTIFICATE', number: key }),
      returned(key),
    ]);
    return { one, other, known };
  }

  test('of a dossier ends with the decision whose it is', async () => {
    const key = 'H44.150-260202-0002';
    const { one, other, known } = await contested(key);
    expect(await saidOf(one, known)).toStrictEqual({ [key]: 'IDENTITY_CONFLICT' });
    const open = await listed('OPEN', ({ dossierCode }) => dossierCode === key);
    expect([...open.persons].sort()).toStrictEqual(
      [one, other].map((each) => hubKey.subjectKey(each)).sort(),
    );
    const decided = await room.state(`/v1/conflicts/${encodeURIComponent(open.id)}/decision`, {
      applicant: one,
      reason: REASON,
    });
    expect(await saidOf(one, decided.body.receipts)).toStrictEqual({ [key]: 'HELD' });
    expect(await saidOf(other, decided.body.receipts)).toStrictEqual({});
    const settled = await listed('DECIDED', ({ id }) => id === open.id);
    expect(settled.decision?.persons).toStrictEqual([hubKey.subjectKey(one)]);
  });

  test('of a dossier ends by itself when the wrong submission is retracted', async () => {
    const key = 'H44.150-260202-0003';
    const { one } = await contested(key);
    const open = await listed('OPEN', ({ dossierCode }) => dossierCode === key);
    const { body } = await room.get(`/v1/events?id=${key}-again`);
    const retracted = await room.state(`/v1/facts/${body.events[0]?.factId}/correction`, {
      retract: true,
      reason: REASON,
    });
    expect(await saidOf(one, retracted.body.receipts)).toStrictEqual({ [key]: 'HELD' });
    await listed('ENDED', ({ id }) => id === open.id);
  });

  test('about who a person is leaves their papers unsettled until it is decided', async () => {
    const person = somebody();
    await room.publish([shared('two-people', person, { paperKind: 'BIRTH_CERTIFICATE', number: 'whose' })]);
    const { body } = await room.state('/v1/conflicts', { subject: person, reason: REASON });
    expect(await saidOf(person, body.receipts)).toStrictEqual({ whose: 'IDENTITY_CONFLICT' });
    const open = await listed('OPEN', ({ id }) => id === body['conflictId']);
    const decided = await room.state(`/v1/conflicts/${open.id}/decision`, { reason: REASON });
    expect(await saidOf(person, decided.body.receipts)).toStrictEqual({ whose: 'HELD' });
  });
});

test('an alias says what a paper is that was stated before', async () => {
  const person = somebody();
  const known = await room.publish([shared('alias', person, { code: 'GKS-CŨ', number: 'alias' })]);
  expect(await saidOf(person, known)).toStrictEqual({});
  const alias = { evidence: 'CODE', value: 'GKS-CŨ', paperKind: 'BIRTH_CERTIFICATE' };
  const { receipts } = (await room.state('/v1/paper-aliases', alias)).body;
  expect((await papersOf(person, receipts)).get('alias')).toMatchObject({
    status: 'HELD',
    held: { paperKind: 'BIRTH_CERTIFICATE' },
  });
});

describe('a fact', () => {
  test('that is corrected answers with what it should have said, and the correction is the proof', async () => {
    const person = somebody();
    const draft = shared('wrong-number', person, { paperKind: 'BIRTH_CERTIFICATE', number: 'wrong' });
    expect(await saidOf(person, await room.publish([draft]))).toStrictEqual({ wrong: 'HELD' });
    const { body } = await room.get('/v1/events?id=wrong-number');
    const corrected = await room.state(`/v1/facts/${body.events[0]?.factId}/correction`, {
      type: 'vn.gov.shared.paper-shared.v1',
      data: {
        paper: { paperKind: 'BIRTH_CERTIFICATE', number: 'right', issuedOn: '2026-01-05' },
        concerns: [{ person, role: 'HOLDER' }],
      },
      reason: REASON,
    });
    const papers = await papersOf(person, corrected.body.receipts);
    expect([...papers.keys()]).toStrictEqual(['right']);
    const [{ position } = { position: '' }] = corrected.body.receipts;
    expect(papers.get('right')?.held.provenance.map((proof) => proof.position)).toContain(position);
  });

  test('that is retracted is no answer any more', async () => {
    const person = somebody();
    const draft = shared('by-mistake', person, { paperKind: 'BIRTH_CERTIFICATE', number: 'mistake' });
    expect(await saidOf(person, await room.publish([draft]))).toStrictEqual({ mistake: 'HELD' });
    const { body } = await room.get('/v1/events?id=by-mistake');
    const retracted = await room.state(`/v1/facts/${body.events[0]?.factId}/correction`, {
      retract: true,
      reason: REASON,
    });
    expect(await saidOf(person, retracted.body.receipts)).toStrictEqual({});
  });
});

test('after a succession the recall by the successor counts', async () => {
  const person = somebody();
  const key = 'H44.61,2026-01-05,7/QĐ-MG';
  const exemption = { paperKind: 'FEE_EXEMPTION_DECISION', number: 'recall', documentKey: key };
  const known = await room.publish([
    registered(key, 'H44.61'),
    shared('exemption', person, exemption, 'H44.61'),
    recalled(key, 'H44.62'),
  ]);
  expect(await saidOf(person, known)).toStrictEqual({ recall: 'HELD' });
  const succession = { agencyCode: 'H44.61', successor: 'H44.62', effectiveOn: '2026-03-01' };
  const { receipts } = (await room.state('/v1/successions', succession)).body;
  expect(await saidOf(person, receipts)).toStrictEqual({ recall: 'RECALLED' });
});

test('a procedure is asked for as its version of the day says, and not at all after its repeal', async () => {
  const version = async (on: string, receipts: readonly Receipt[]): Promise<unknown> =>
    (await room.portal(`/v1/procedures/1.001456?on=${on}`, receipts))['processingDays'];
  const amendment = {
    procedureCode: '1.001456',
    procedureName: 'Cấp hộ chiếu phổ thông',
    levels: ['PROVINCE'],
    processingDays: 3,
    avoidable: false,
    validFrom: '2027-01-01',
    papers: [],
  };
  const amended = (await room.state('/v1/procedures/amendments', amendment)).body.receipts;
  expect(await version('2027-01-01', amended)).toBe(3);
  expect(await version('2026-12-31', amended)).not.toBe(3);
  const repeal = { procedureCode: '1.001456', repealedFrom: '2028-01-01' };
  const repealed = (await room.state('/v1/procedures/repeals', repeal)).body.receipts;
  expect(await version('2027-12-31', repealed)).toBe(3);
  const after = await room.ask('/v1/procedures/1.001456?on=2028-01-01');
  expect(after.status).toBe(404);
});

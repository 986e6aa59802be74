// An operator corrects and retracts any fact of any group by its factId: on the target's topic and key, for the target's agency.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EventData, EventName, EventType } from '#schemas/generated/events.ts';
import type { GroupName } from '#schemas/read-models/groups.ts';
import type { FactDraft } from '#shared/pure/draft.ts';
import { factIdOf } from '#shared/pure/hub-key.ts';
import { AN, LAN, MINH } from '../portal/lives.ts';
import { draft } from '../portal/portal-room.ts';
import { at } from '../support/facts.ts';
import { component, returned, shared, sourceOf, submitted } from './facts.ts';
import { HUB_AGENCY, type OperationsRoom, openOperations } from './operations-room.ts';

let room: OperationsRoom;
beforeAll(async () => {
  room = await openOperations();
}, 120_000);
afterAll(() => room.close());

const REASON = 'ghi nhầm, theo lời bà Nguyễn Thị B';
const DOSSIER = 'H44.150-260202-0009';

const factIdIn = ({ source, id }: FactDraft): string => factIdOf(source, id);
const door = (target: FactDraft | string): string =>
  `/v1/facts/${typeof target === 'string' ? target : factIdIn(target)}/correction`;

/** Published and projected. */
async function known(...drafts: readonly FactDraft[]): Promise<void> {
  await room.kept(await room.publish(drafts));
}

function said<N extends EventName>(name: N, type: EventType, key: string, data: EventData[N]): FactDraft {
  return draft(name, type, { id: `${type} ${key}`, key, agency: 'H44.150', at: at('2026-02-02'), data });
}

interface Correctable {
  readonly group: GroupName;
  readonly target: FactDraft;
  readonly key: string;
  /** The whole fact as it should have been. */
  readonly data: Record<string, unknown>;
  readonly corrected: Record<string, unknown>;
}

const CORRECTABLE: readonly Correctable[] = [
  {
    group: 'dossiers',
    target: submitted(DOSSIER, LAN),
    key: DOSSIER,
    data: { procedureCode: '1.004194', channel: 'POSTAL', concerns: [{ person: LAN, role: 'APPLICANT' }] },
    corrected: { procedureCode: '1.004194', channel: 'POSTAL', door: 'operations' },
  },
  {
    group: 'petitions',
    target: said('PetitionAnswered', 'vn.gov.one-stop-shop.petition-answered.v1', 'PAKN-7', { number: '1' }),
    key: 'PAKN-7',
    data: { number: '2', content: 'trả lời' },
    corrected: { number: '2' },
  },
  {
    group: 'work_files',
    target: said('WorkFileClosed', 'vn.gov.document-management.work-file-closed.v1', 'HS-7', {
      secret: false,
      processedOnline: false,
    }),
    key: 'HS-7',
    data: { secret: true, processedOnline: true },
    corrected: { secret: true, processedOnline: true },
  },
  {
    group: 'establishment',
    target: said('EstablishmentApproved', 'vn.gov.civil-servants.establishment-approved.v1', 'H44.150', {
      year: 2026,
      approved: 40,
      filled: null,
      number: null,
    }),
    key: 'H44.150',
    data: { year: 2026, approved: 41 },
    corrected: { approved: 41 },
  },
  {
    group: 'civil_servants',
    target: said('Retired', 'vn.gov.civil-servants.retired.v1', 'CC-7', {
      effectiveOn: '2026-02-01',
      number: null,
    }),
    key: 'CC-7',
    data: { effectiveOn: '2026-03-01' },
    corrected: { effectiveOn: '2026-03-01' },
  },
  {
    group: 'agencies',
    target: said('AgencySucceeded', 'vn.gov.hub.agency-succeeded.v1', 'H44.91', {
      agencyCode: 'H44.91',
      successor: 'H44.92',
      effectiveOn: '2026-02-01',
    }),
    key: 'H44.91',
    data: { agencyCode: 'H44.91', successor: 'H44.93', effectiveOn: '2026-02-01' },
    corrected: { successor: 'H44.93' },
  },
  {
    group: 'procedures',
    target: said('PaperAliasDefined', 'vn.gov.catalogue.paper-alias-defined.v1', 'alias/CODE/C7', {
      evidence: 'CODE',
      value: 'C7',
      paperKind: 'PASSPORT',
    }),
    key: 'alias/CODE/C7',
    data: { evidence: 'CODE', value: 'C7', paperKind: 'ID_CARD' },
    corrected: { paperKind: 'ID_CARD' },
  },
];

describe('a correction', () => {
  test.each(CORRECTABLE.map((one) => [one.group, one] as const))(
    'of a fact of %s travels with it and speaks for its agency; the envelope says who really spoke',
    async (group, { target, key, data, corrected }) => {
      await known(target);
      const body = { type: target.type, data, reason: REASON };
      const answer = await room.post(door(target), body);
      expect([answer.status, answer.text]).toStrictEqual([202, expect.any(String)]);
      const kept = await room.statementAt(answer.body.receipts[0]);
      expect([kept.group, kept.key]).toStrictEqual([group, key]);
      expect(kept.event).toMatchObject({
        eventName: 'FactCorrected',
        agency: target.agency,
        publisher: HUB_AGENCY,
        door: 'operations',
        source: '/hub/operations',
        target: { source: target.source, id: target.id },
      });
      expect(kept.opened).toContainEqual(expect.objectContaining({ fields: { reason: REASON } }));
      const [event] = (await room.get(`/v1/events?id=${encodeURIComponent(kept.event.id)}`)).body.events;
      expect(event?.['replacement']).toMatchObject({ type: target.type, data: withoutDoor(corrected) });
    },
  );

  function withoutDoor({ door: _door, ...data }: Record<string, unknown>): Record<string, unknown> {
    return data;
  }

  test('of a shared paper names its persons anew, under the key of its target', async () => {
    const target = shared('shared-7', LAN, { paperKind: 'BIRTH_CERTIFICATE', number: '7' });
    await known(target);
    const answer = await room.post(door(target), {
      type: target.type,
      data: {
        paper: { paperKind: 'BIRTH_CERTIFICATE', number: '7' },
        concerns: [{ person: AN, role: 'CHILD', name: 'Đỗ Lý An' }],
      },
      reason: REASON,
    });
    const kept = await room.statementAt(answer.body.receipts[0]);
    expect(kept.key).toBe(room.hubKey.subjectKey(LAN));
    expect(kept.event.concerns).toEqual([{ subjectKey: room.hubKey.subjectKey(AN), role: 'CHILD' }]);
    expect(answer.text + JSON.stringify(kept.event)).not.toContain('Đỗ');
  });

  test('of a registered agency changes what is known of it', async () => {
    const agency = { agencyCode: 'H44.94', agencyName: 'UBND xã Tên Sai', parent: 'H44' };
    const { receipts } = (await room.state('/v1/agencies', agency)).body;
    const factId = factIdOf('/hub/operations', receipts[0]?.id ?? '');
    const type = 'vn.gov.hub.agency-registered.v1';
    await room.state(door(factId), {
      type,
      data: { ...agency, agencyName: 'UBND xã Tên Đúng' },
      reason: REASON,
    });
    const { body } = await room.get('/v1/agencies?parent=H44&limit=500');
    expect(body['agencies']).toContainEqual(
      expect.objectContaining({ code: 'H44.94', name: 'UBND xã Tên Đúng' }),
    );
  });

  test('may itself be retracted: what it replaced stands again', async () => {
    const agency = { agencyCode: 'H44.95', agencyName: 'UBND xã Gốc', parent: 'H44' };
    const { receipts } = (await room.state('/v1/agencies', agency)).body;
    const first = factIdOf('/hub/operations', receipts[0]?.id ?? '');
    const type = 'vn.gov.hub.agency-registered.v1';
    const corrected = await room.state(door(first), {
      type,
      data: { ...agency, agencyName: 'UBND xã Nhầm' },
    });
    const second = factIdOf('/hub/operations', corrected.body.receipts[0]?.id ?? '');
    await room.state(door(second), { retract: true, reason: REASON });
    const { body } = await room.get('/v1/agencies?parent=H44&limit=500');
    expect(body['agencies']).toContainEqual(expect.objectContaining({ code: 'H44.95', name: 'UBND xã Gốc' }));
  });
});

describe('what is refused', () => {
  const target = component(DOSSIER, LAN, { paperKind: 'BIRTH_CERTIFICATE' });
  beforeAll(() => known(target, submitted(DOSSIER, LAN), returned(DOSSIER)));

  const places = async (of: FactDraft | string, body: unknown): Promise<readonly string[]> => {
    const answer = await room.post(door(of), body);
    expect(answer.status).toBe(422);
    return answer.body.errors.map(({ pointer, code }) => `${pointer} ${code}`).sort();
  };

  test('nothing at all, a retraction without a reason, one that brings data', async () => {
    expect(await places(target, {})).toStrictEqual(['/type REQUIRED']);
    expect(await places(target, { retract: true })).toStrictEqual(['/reason REQUIRED']);
    expect(await places(target, { retract: true, data: {}, reason: REASON })).toStrictEqual([
      '/data UNKNOWN_MEMBER',
    ]);
  });

  test('a replacement of another stream, of another topic of the stream, of another dossier', async () => {
    const retired = { type: 'vn.gov.civil-servants.retired.v1', data: { effectiveOn: '2026-01-01' } };
    expect(await places(target, retired)).toStrictEqual(['/type WRONG_DOOR']);
    const petition = { type: 'vn.gov.one-stop-shop.petition-answered.v1', data: {} };
    expect(await places(target, petition)).toStrictEqual(['/type CONTRADICTION']);
    const elsewhere = {
      type: 'vn.gov.one-stop-shop.result-issued.v1',
      data: {
        dossierCode: 'H44.150-260202-9999',
        paper: { resultCode: 'KQ.G15.000031' },
        concerns: [{ person: LAN, role: 'HOLDER' }],
      },
    };
    expect(await places(target, elsewhere)).toStrictEqual(['/data/dossierCode CONTRADICTION']);
  });

  test('every fault of the whole fact, and a target beside the path', async () => {
    const found = await places(target, {
      type: target.type,
      target: { source: 'x', id: 'y' },
      retract: 'no',
      data: {
        paper: { issuedOn: '1/2/2026' },
        concerns: [{ person: { type: 'PERSON', id: '1' }, role: 'X' }],
      },
    });
    expect(found).toStrictEqual([
      '/data/componentKey REQUIRED',
      '/data/concerns REQUIRED',
      '/data/concerns/0/role NOT_LISTED',
      '/data/digitised REQUIRED',
      '/data/paper/issuedOn FORM',
      '/retract TYPE',
      '/target UNKNOWN_MEMBER',
    ]);
  });

  test('the correction of a retraction, and of what the hub found itself', async () => {
    const retracted = await room.state(door(returned(DOSSIER)), { retract: true, reason: REASON });
    const factId = factIdOf('/hub/operations', retracted.body.receipts[0]?.id ?? '');
    const body = { type: returned(DOSSIER).type, data: {} };
    expect(await places(factId, body)).toStrictEqual(['/params/id NOT_CORRECTABLE']);
    const { receipts } = (await room.state('/v1/conflicts', { subject: MINH, reason: REASON })).body;
    const finding = factIdOf('/hub/operations', receipts[0]?.id ?? '');
    expect(await places(finding, { retract: true, reason: REASON })).toStrictEqual([
      '/params/id NOT_CORRECTABLE',
    ]);
  });

  test('an id that was used in two aggregates, unless the one that is meant is named', async () => {
    const other = 'H44.150-260202-0010';
    const [one, two] = [returned(DOSSIER), returned(other)];
    await known({ ...one, id: 'same' }, { ...two, id: 'same' });
    const factId = factIdOf(sourceOf('H44.150'), 'same');
    const retraction = { retract: true, reason: REASON };
    const { status, body } = await room.post(door(factId), retraction);
    expect([status, body.code, body.errors[0]?.pointer]).toStrictEqual([409, 'FACT_AMBIGUOUS', '/aggregate']);
    const { receipts } = (await room.state(door(factId), { ...retraction, aggregate: other })).body;
    expect((await room.statementAt(receipts[0])).key).toBe(other);
  });
});

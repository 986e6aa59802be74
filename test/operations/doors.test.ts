// Every operators' door, once right: the event that stands in the log, under its key, by the hub's agency, with the operator's
// words sealed; the same again, a dry run; and what operators look at.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FactDraft } from '#shared/pure/draft.ts';
import { factIdOf } from '#shared/pure/hub-key.ts';
import { LAN, MINH } from '../portal/lives.ts';
import { component, returned, shared, submitted } from './facts.ts';
import { HUB_AGENCY, type OperationsRoom, openOperations } from './operations-room.ts';
import { keyOf, OLD, REASON, RIGHT } from './right-statements.ts';

let room: OperationsRoom;
beforeAll(async () => {
  room = await openOperations();
}, 120_000);
afterAll(() => room.close());

describe('a statement', () => {
  test.each(RIGHT.map((door) => [door.event, door] as const))(
    '%s stands in the log under its key, by the agency that runs the hub',
    async (_event, { door, method = 'POST', body, group, event, key, data, concerns = [] }) => {
      const answer = await room.call(method, door, body);
      expect([answer.status, answer.text]).toStrictEqual([202, expect.any(String)]);
      const kept = await room.statementAt(answer.body.receipts[0]);
      expect(kept.group).toBe(group);
      expect(kept.key).toMatch(key);
      expect(kept.event).toMatchObject({
        ...data,
        eventName: event,
        agency: HUB_AGENCY,
        publisher: null,
        door: 'operations',
        source: '/hub/operations',
      });
      expect(kept.event.occurredAt).toBe(kept.event.recordedAt);
      expect(kept.event.concerns.map(({ subjectKey }) => subjectKey).sort()).toStrictEqual(
        [...concerns].sort(),
      );
      if (!('reason' in body)) return;
      expect(kept.opened.map(({ fields }) => fields['reason'])).toContain(REASON);
      expect(JSON.stringify(kept.event)).not.toContain('Nguyễn');
    },
  );

  test('about a conflict and about a grant is answered with their ids, by which they end', async () => {
    const conflict = await room.state('/v1/conflicts', { subject: LAN, reason: REASON });
    const { conflictId } = conflict.body;
    const decided = await room.post(`/v1/conflicts/${encodeURIComponent(String(conflictId))}/decision`, {
      applicant: LAN,
      reason: REASON,
    });
    expect(decided.status).toBe(202);
    const decision = await room.statementAt(decided.body.receipts[0]);
    expect(decision).toMatchObject({
      key: `conflict/${String(conflictId)}`,
      event: { eventName: 'ConflictDecided', conflictId, dossierCode: null, procedureCode: null },
    });
    expect(decision.event.concerns.map(({ subjectKey }) => subjectKey)).toStrictEqual([keyOf(LAN)]);

    const grant = { clientId: 'records-h44', stream: 'civil-servants', agencyRoot: 'H44', reason: REASON };
    const { grantId } = (await room.state('/v1/grants', grant)).body;
    const revoked = await room.state(`/v1/grants/${String(grantId)}/revocation`, { reason: REASON });
    expect(await room.statementAt(revoked.body.receipts[0])).toMatchObject({
      key: `grant/${String(grantId)}`,
      event: { eventName: 'AccessRevoked', grantId },
    });
    const { body } = await room.get('/v1/grants?client=records-h44');
    expect(body).toMatchObject({ grants: [{ id: grantId, state: 'REVOKED', stream: 'civil-servants' }] });
  });
});

describe('a repeat', () => {
  const agency = { agencyCode: 'H44.79', agencyName: 'UBND xã Lặp' };

  test('under the same key is the same fact, with its first receipt; another body under it is refused', async () => {
    const key = { 'idempotency-key': '6f9619ff-8b86-d011-b42d-00cf4fc964ff' };
    const first = await room.post('/v1/agencies', agency, key);
    expect(first.status).toBe(202);
    await room.kept(first.body.receipts);
    const again = await room.post('/v1/agencies', agency, key);
    expect(again.status).toBe(200);
    expect(again.body.receipts).toStrictEqual(first.body.receipts);
    const other = await room.post('/v1/agencies', { ...agency, agencyName: 'UBND xã Khác' }, key);
    expect([other.status, other.body.code]).toStrictEqual([409, 'ID_REUSED']);
  });

  test('under the same key at another door is another statement', async () => {
    const key = { 'idempotency-key': 'one-key' };
    const agencyAnswer = await room.post('/v1/agencies', { ...agency, agencyCode: 'H44.80' }, key);
    const link = await room.post('/v1/subject-links', { subjects: [LAN, MINH], reason: REASON }, key);
    expect([agencyAnswer.status, link.status]).toStrictEqual([202, 202]);
    expect(link.body.receipts[0]?.id).not.toBe(agencyAnswer.body.receipts[0]?.id);
  });

  test('of a grant names the same grant', async () => {
    const key = { 'idempotency-key': 'grant-once' };
    const grant = { clientId: 'twice', stream: 'shared', agencyRoot: 'H44', reason: REASON };
    const first = await room.post('/v1/grants', grant, key);
    await room.kept(first.body.receipts);
    const again = await room.post('/v1/grants', grant, key);
    expect([again.status, again.body['grantId']]).toStrictEqual([200, first.body['grantId']]);
    const { body } = await room.get('/v1/grants?client=twice');
    expect(body['grants']).toHaveLength(1);
  });

  test('without a key is a statement of its own', async () => {
    const ids = [];
    for (let times = 0; times < 2; times += 1) {
      ids.push((await room.post('/v1/agencies', { ...agency, agencyCode: 'H44.81' })).body.receipts[0]?.id);
    }
    expect(new Set(ids).size).toBe(2);
  });

  test('links named in the other order are the same statement', async () => {
    const key = { 'idempotency-key': 'either-order' };
    const first = await room.post('/v1/subject-links', { subjects: [MINH, OLD], reason: REASON }, key);
    await room.kept(first.body.receipts);
    const again = await room.post('/v1/subject-links', { subjects: [OLD, MINH], reason: REASON }, key);
    expect(again.status).toBe(200);
  });
});

describe('a dry run', () => {
  test.each(RIGHT.map((door) => [door.event, door] as const))(
    'of %s says what would be published and publishes nothing',
    async (_event, { door, method = 'POST', body, event, key }) => {
      const before = await room.recordsInLog();
      const answer = await room.call(method, `${door}?dryRun=true`, conflictFree(door, body));
      expect([answer.status, answer.text]).toStrictEqual([200, expect.any(String)]);
      const [plan] = answer.body.events;
      expect(plan?.event).toMatchObject({ eventName: event, door: 'operations' });
      expect(plan?.key).toMatch(door === '/v1/conflicts' ? keyOf(OLD) : key);
      expect(answer.text).not.toContain('Nguyễn');
      expect(await room.recordsInLog()).toBe(before);
    },
  );

  /** MINH has an open conflict already. */
  function conflictFree(door: string, body: Record<string, unknown>): Record<string, unknown> {
    return door === '/v1/conflicts' ? { ...body, subject: OLD } : body;
  }
});

describe('the lists', () => {
  test('agencies come in pages, each once, with those that follow and went before', async () => {
    const codes: string[] = [];
    let cursor: string | undefined;
    do {
      const query: string = cursor === undefined ? '' : `&cursor=${cursor}`;
      const { body } = await room.get(`/v1/agencies?limit=100${query}`);
      const page = body['agencies'];
      if (!Array.isArray(page)) throw new Error('no list');
      codes.push(...page.map((agency: { code: string }) => agency.code));
      cursor = body.cursor;
    } while (cursor !== undefined);
    expect(codes).toStrictEqual([...new Set(codes)].sort());
    expect(codes.length).toBeGreaterThan(100);
    const { body } = await room.get('/v1/agencies?parent=H44&limit=500');
    expect(body['agencies']).toContainEqual(
      expect.objectContaining({ code: 'H44.77', predecessors: ['H44.78'], successors: [] }),
    );
  });

  test('every door is documented', async () => {
    const answer = await fetch(new URL('/openapi.json', room.operations));
    const document: { paths: Record<string, Record<string, { summary?: string }>> } = JSON.parse(
      await answer.text(),
    );
    const expected = [
      ['post', '/v1/subject-links'],
      ['get', '/v1/agencies'],
      ['post', '/v1/agencies'],
      ['post', '/v1/successions'],
      ['put', '/v1/sources/{source}'],
      ['get', '/v1/conflicts'],
      ['post', '/v1/conflicts'],
      ['post', '/v1/conflicts/{id}/decision'],
      ['post', '/v1/facts/{id}/correction'],
      ['post', '/v1/paper-aliases'],
      ['get', '/v1/grants'],
      ['post', '/v1/grants'],
      ['post', '/v1/grants/{id}/revocation'],
      ['post', '/v1/procedures/amendments'],
      ['post', '/v1/procedures/repeals'],
      ['get', '/v1/events'],
    ] as const;
    const undocumented = expected.filter(
      ([method, path]) => document.paths[path]?.[method]?.summary === undefined,
    );
    expect(undocumented).toStrictEqual([]);
  });
});

/** Published and projected. */
async function known(...drafts: readonly FactDraft[]): Promise<void> {
  await room.kept(await room.publish(drafts));
}

describe('events', () => {
  const code = 'H44.150-260202-0011';
  const submission = submitted(code, MINH);
  beforeAll(() =>
    known(
      submission,
      component(code, MINH, { paperKind: 'BIRTH_CERTIFICATE', number: '11' }),
      returned(code),
    ),
  );

  test('are found by CloudEvents id and by factId, decoded, with what is sealed named and not opened', async () => {
    const byId = await room.get(`/v1/events?id=${submission.id}`);
    const byFactId = await room.get(`/v1/events?id=${factIdOf(submission.source, submission.id)}`);
    expect(byId.body).toStrictEqual(byFactId.body);
    const subjectKey = room.hubKey.subjectKey(MINH);
    expect(byId.body).toMatchObject({
      truncated: false,
      events: [
        {
          factId: factIdOf(submission.source, submission.id),
          key: code,
          id: submission.id,
          source: submission.source,
          type: submission.type,
          occurredAt: '2026-02-02T01:00:00.000Z',
          agency: 'H44.150',
          concerns: [{ subjectKey, role: 'APPLICANT' }],
          data: { procedureCode: '1.004222', channel: 'ONLINE' },
          masked: [{ keyOwner: subjectKey, mayHold: expect.arrayContaining(['personId', 'name']) }],
        },
      ],
    });
    expect(byId.text).not.toContain(MINH.id);
  });

  test('of a dossier come in pages, in the order in which they were recorded', async () => {
    const ids: unknown[] = [];
    let cursor: string | undefined;
    do {
      const more: string = cursor === undefined ? '' : `&cursor=${cursor}`;
      const { body } = await room.get(`/v1/events?dossier=${code.toLowerCase()}&limit=2${more}`);
      ids.push(...body.events.map(({ id }) => id));
      cursor = body.cursor;
    } while (cursor !== undefined);
    expect(ids).toStrictEqual([`${code}-submitted`, `${code}-component`, `${code}-returned`]);
  });

  test('about a person are those of the dossiers with their papers, what was shared, and what links them', async () => {
    const person = { type: 'PERSON', id: '001190099999' } as const;
    const dossier = 'H44.150-260202-0012';
    await known(
      submitted(dossier, person),
      component(dossier, person, { paperKind: 'ID_CARD' }),
      returned(dossier),
      shared('about-person', person, { paperKind: 'PASSPORT' }),
    );
    await room.state('/v1/conflicts', { subject: person, reason: 'hai người' });
    const typesOf = async (subject: string): Promise<readonly string[]> => {
      const { body } = await room.get(`/v1/events?subject=${subject}`);
      return body.events.map(({ type }) => String(type)).sort();
    };
    const expected = [
      'vn.gov.hub.subject-conflict-detected.v1',
      'vn.gov.one-stop-shop.component-submitted.v1',
      'vn.gov.one-stop-shop.dossier-submitted.v1',
      'vn.gov.shared.paper-shared.v1',
    ];
    expect(await typesOf(`PERSON:${person.id}`)).toStrictEqual(expected);
    expect(await typesOf(room.hubKey.subjectKey(person))).toStrictEqual(expected);
  });
});

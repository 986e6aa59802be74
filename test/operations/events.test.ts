// The log as operators look at it: decoded, by id, dossier or person; personal parts stay sealed.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FactDraft } from '#shared/pure/draft.ts';
import { factIdOf } from '#shared/pure/hub-key.ts';
import { MINH } from '../portal/lives.ts';
import { component, returned, shared, submitted } from './facts.ts';
import { type OperationsRoom, openOperations } from './operations-room.ts';

let room: OperationsRoom;
beforeAll(async () => {
  room = await openOperations();
}, 120_000);
afterAll(() => room.close());

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

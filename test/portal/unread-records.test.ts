// Records that nobody could read unsettle what they may be about: the document behind a paper, its signer, whom it names.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FactDraft } from '#shared/pure/draft.ts';
import { startOfDay } from '#shared/pure/time.ts';
import { REGISTERED } from '../shared/once-only/life.ts';
import { paper } from '../support/facts.ts';
import { LAN, MINH } from './lives.ts';
import { draft, hubKey, openRoom, type Room } from './portal-room.ts';

let room: Room;
const at = startOfDay('2026-04-01');
const DOCUMENT = 'H44,2026-03-30,7/QD';
const OPAQUE = '6f9619ff-8b86-d011-b42d-00cf4fc964ff';

function shared(number: string, stated: Parameters<typeof paper>[0], ...others: (typeof MINH)[]): FactDraft {
  return draft('PaperShared', 'vn.gov.shared.paper-shared.v1', {
    id: number,
    agency: 'H44',
    at,
    concerns: [LAN, ...others].map((person) => ({ person, role: 'HOLDER' })),
    data: {
      paper: paper({ paperKind: 'FEE_EXEMPTION_DECISION', issuedOn: '2026-04-01', number, ...stated }),
    },
  });
}

const FACTS = [
  draft('DocumentRegistered', 'vn.gov.document-management.document-registered.v1', {
    id: DOCUMENT,
    key: DOCUMENT,
    agency: 'H44',
    at,
    data: { ...REGISTERED, documentId: OPAQUE },
  }),
  shared('by-document', { documentKey: DOCUMENT }),
  shared('by-signer', { signer: { civilServantCode: 'H44-CC-1', certificateSerial: null } }),
  shared('with-another', {}, MINH),
  shared('alone', {}),
];

beforeAll(async () => {
  room = await openRoom();
  await room.publish(FACTS);
});
afterAll(() => room.close());

async function papersAfter(...letters: ReturnType<Room['hub']['raw']>[]): Promise<Record<string, string>> {
  const sent = await room.hub.send(letters);
  const positions = sent.map(({ topic, partition, offset }) => `${topic}/${partition}/${offset}`);
  const receipts = await room.publish([shared('last', {})]);
  const all = [...positions, ...receipts.map(({ position }) => position)].join();
  const answer = await room.ask(
    `/v1/subjects/PERSON/${LAN.id}/papers?on=2026-07-01&minPosition=${encodeURIComponent(all)}&wait=20s`,
    { headers: { 'hub-purpose': 'INSPECTION' } },
  );
  const { papers }: { papers: { status: string; reason?: string; held: { number: string } }[] } = JSON.parse(
    await answer.text(),
  );
  return Object.fromEntries(papers.map(({ status, reason, held }) => [held.number, reason ?? status]));
}

const letter = (group: Parameters<Room['hub']['raw']>[0], key: string) =>
  room.hub.raw(group, key, Buffer.from('no such thing'));

describe('a record that could not be read', () => {
  test('of the document by its other name, of the signer, or under the key of another holder unsettles that paper only', async () => {
    const before = await papersAfter();
    expect(new Set(Object.values(before))).toEqual(new Set(['HELD']));
    const after = await papersAfter(
      letter('documents', OPAQUE),
      letter('civil_servants', 'H44-CC-1'),
      letter('shared_papers', hubKey.subjectKey(MINH)),
    );
    expect(after).toEqual({
      'by-document': 'DEAD_LETTER_OPEN',
      'by-signer': 'DEAD_LETTER_OPEN',
      'with-another': 'DEAD_LETTER_OPEN',
      alone: 'HELD',
      last: 'HELD',
    });
  });
});

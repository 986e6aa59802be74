// A recall counts under whatever name of the document it travels.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FactDraft } from '#shared/pure/draft.ts';
import { startOfDay } from '#shared/pure/time.ts';
import { REGISTERED } from '../shared/once-only/life.ts';
import { paper } from '../support/facts.ts';
import { LAN } from './lives.ts';
import { draft, knowing, openRoom, type Room } from './portal-room.ts';

let room: Room;
beforeAll(async () => {
  room = await openRoom();
});
afterAll(() => room.close());

const at = startOfDay('2026-04-01');
const DOCUMENT = 'H44,2026-03-30,7/QD';
const OPAQUE = '6f9619ff-8b86-d011-b42d-00cf4fc964ff';

function shared(id: string, stated: Parameters<typeof paper>[0]): FactDraft {
  return draft('PaperShared', 'vn.gov.shared.paper-shared.v1', {
    id,
    agency: 'H44',
    at,
    concerns: [{ person: LAN, role: 'HOLDER' }],
    data: { paper: paper({ issuedOn: '2026-04-01', ...stated }) },
  });
}

async function reasons(drafts: readonly FactDraft[]): Promise<Readonly<Record<string, string>>> {
  const receipts = await room.publish(drafts);
  const answer = await room.ask(`/v1/subjects/PERSON/${LAN.id}/papers?on=2026-07-01&${knowing(receipts)}`, {
    headers: { 'hub-purpose': 'INSPECTION' },
  });
  const { papers }: { papers: { status: string; reason?: string; held: { number: string } }[] } = JSON.parse(
    await answer.text(),
  );
  return Object.fromEntries(papers.map(({ status, reason, held }) => [held.number, reason ?? status]));
}

describe('a document with an opaque id', () => {
  test('a recall that knows only the opaque id of the document reaches the paper that names its key', async () => {
    const registered = draft('DocumentRegistered', 'vn.gov.document-management.document-registered.v1', {
      id: DOCUMENT,
      key: DOCUMENT,
      agency: 'H44',
      at,
      data: { ...REGISTERED, documentId: OPAQUE },
    });
    const decision = shared('decision', {
      paperKind: 'FEE_EXEMPTION_DECISION',
      number: '7',
      documentKey: DOCUMENT,
    });
    expect(await reasons([registered, decision])).toMatchObject({ '7': 'HELD' });
    const recall = draft('RecallRequested', 'vn.gov.document-management.recall-requested.v1', {
      id: 'recall',
      key: OPAQUE,
      agency: 'H44',
      at: at + 86_400_000,
      data: { statusCode: '13', recallDocumentId: null },
    });
    expect(await reasons([recall])).toMatchObject({ '7': 'RECALLED' });
  });
});

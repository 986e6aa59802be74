// What could make the portal say too much: more than one question may look at, letters that nobody could read, corrections.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Receipt } from '#shared/publishing/receipt.ts';
import type { FactDraft } from '#shared/pure/draft.ts';
import { startOfDay } from '#shared/pure/time.ts';
import { REGISTERED } from '../shared/once-only/life.ts';
import { paper } from '../support/facts.ts';
import { landCertificate, MARRIAGE_DOSSIER, MINH, marriage } from './lives.ts';
import { draft, hubKey, knowing, openRoom, type Room } from './portal-room.ts';

let room: Room;
beforeAll(async () => {
  room = await openRoom();
});
afterAll(() => room.close());

interface Answer {
  readonly truncated?: boolean;
  readonly papers: readonly {
    readonly status: string;
    readonly reason?: string;
    readonly held: { readonly number: string };
  }[];
}

async function papersOf(id: string, query: string): Promise<Answer> {
  const answer = await room.ask(`/v1/subjects/PERSON/${id}/papers?on=2026-07-01&${query}`, {
    headers: { 'hub-purpose': 'INSPECTION' },
  });
  const document: Answer = JSON.parse(await answer.text());
  return document;
}

/** A birth certificate in a dossier of its own; the later the number, the later it was recorded. */
function certificate(number: number): FactDraft {
  const key = `H44.150-260401-${String(number).padStart(4, '0')}`;
  const at = startOfDay('2026-04-01') + number * 60_000;
  return draft('ResultIssued', 'vn.gov.one-stop-shop.result-issued.v1', {
    id: `${key}-result`,
    key,
    at,
    concerns: [{ person: { type: 'PERSON', id: '001190000099' }, role: 'CHILD' }],
    data: {
      paper: paper({ resultCode: 'KQ.G15.000031', number: String(number), issuedOn: '2026-04-01' }),
      resultKey: null,
      dossierCode: key,
      procedureCode: '1.001193',
    },
  });
}

function lastOfEachPartition(receipts: readonly Receipt[]): Receipt[] {
  return [...new Map(receipts.map((receipt) => [`${receipt.topic}/${receipt.partition}`, receipt])).values()];
}

describe('more than one question may look at', () => {
  test('is cut to the newest 200 dossiers, and the answer says so', async () => {
    const numbers = Array.from({ length: 205 }, (_, index) => index + 1);
    const receipts = await room.publish(numbers.map(certificate));
    const { truncated, papers } = await papersOf('001190000099', knowing(lastOfEachPartition(receipts)));
    expect(truncated).toBe(true);
    expect(papers).toHaveLength(200);
    expect(Math.min(...papers.map(({ held }) => Number(held.number)))).toBe(6);
  });

  test('as known earlier, when there were fewer, is not cut', async () => {
    const knownAt = new Date(startOfDay('2026-04-01') + 12 * 60_000).toISOString();
    const { truncated, papers } = await papersOf('001190000099', `knownAt=${knownAt}`);
    expect(truncated).toBeUndefined();
    expect(papers.map(({ held }) => held.number).sort()).toEqual([
      '1',
      '10',
      '11',
      '2',
      '3',
      '4',
      '5',
      '6',
      '7',
      '8',
      '9',
    ]);
  });
});

async function dossier(query: string): Promise<unknown> {
  const answer = await room.ask(`/v1/dossiers/${MARRIAGE_DOSSIER}?${query}`, {
    headers: { 'hub-purpose': 'INSPECTION' },
  });
  return answer.json();
}

describe('a letter that nobody could read', () => {
  test('leaves the papers of its dossier unsettled, and the dossier says so', async () => {
    const receipts = await room.publish([...marriage(), ...landCertificate()]);
    const before = await papersOf(MINH.id, knowing(receipts));
    expect(before.papers.map(({ status }) => status)).toEqual(['HELD', 'HELD']);
    expect(await dossier('')).toMatchObject({ deadLetterOpen: false });
    const [position] = await room.hub.send([
      room.hub.raw('dossiers', MARRIAGE_DOSSIER, Buffer.from('no such thing')),
    ]);
    const wait = `minPosition=${position?.topic}/${position?.partition}/${position?.offset}&wait=20s`;
    const after = await papersOf(MINH.id, wait);
    expect(after.papers.map(({ status, reason }) => `${status} ${reason ?? ''}`)).toEqual([
      'HELD ',
      'UNSETTLED DEAD_LETTER_OPEN',
    ]);
    expect(await dossier(wait)).toMatchObject({ deadLetterOpen: true });
  });

  test('of a document, of a signer or under the key of another holder unsettles the papers that it may change', async () => {
    const lan = { type: 'PERSON', id: '001190000081' } as const;
    const other = { type: 'PERSON', id: '001190000082' } as const;
    const at = startOfDay('2026-04-01');
    const documentKey = 'H44,2026-03-30,7/QD';
    const opaque = '6f9619ff-8b86-d011-b42d-00cf4fc964aa';
    const shared = (number: string, stated: Parameters<typeof paper>[0], ...others: (typeof other)[]) =>
      draft('PaperShared', 'vn.gov.shared.paper-shared.v1', {
        id: number,
        at,
        concerns: [lan, ...others].map((person) => ({ person, role: 'HOLDER' })),
        data: { paper: paper({ paperKind: 'HEALTH_CHECK', issuedOn: '2026-04-01', number, ...stated }) },
      });
    const receipts = await room.publish([
      draft('DocumentRegistered', 'vn.gov.document-management.document-registered.v1', {
        id: documentKey,
        key: documentKey,
        agency: 'H44',
        at,
        data: { ...REGISTERED, documentId: opaque },
      }),
      shared('by-document', { documentKey }),
      shared('by-signer', { signer: { civilServantCode: 'H44-CC-1', certificateSerial: null } }),
      shared('with-another', {}, other),
      shared('alone', {}),
    ]);
    const statuses = async (query: string): Promise<unknown> =>
      Object.fromEntries(
        (await papersOf(lan.id, query)).papers.map(({ status, reason, held }) => [
          held.number,
          reason ?? status,
        ]),
      );
    const held = { 'by-document': 'HELD', 'by-signer': 'HELD', 'with-another': 'HELD', alone: 'HELD' };
    expect(await statuses(knowing(receipts))).toEqual(held);
    const unread = Buffer.from('no such thing');
    const sent = await room.hub.send([
      room.hub.raw('documents', opaque, unread),
      room.hub.raw('civil_servants', 'H44-CC-1', unread),
      room.hub.raw('shared_papers', hubKey.subjectKey(other), unread),
    ]);
    const positions = sent.map(({ topic, partition, offset }) => `${topic}/${partition}/${offset}`);
    const letter = 'DEAD_LETTER_OPEN';
    expect(await statuses(`minPosition=${encodeURIComponent(positions.join())}&wait=20s`)).toEqual({
      'by-document': letter,
      'by-signer': letter,
      'with-another': letter,
      alone: 'HELD',
    });
  });
});

describe('somebody of whom nothing is known', () => {
  test('holds nothing', async () => {
    expect((await papersOf('001190000012', '')).papers).toEqual([]);
  });
});

describe('a dispute that travels under the other owner of a paper', () => {
  test('is read, but not what else is held for that person', async () => {
    const shared = 'vn.gov.shared.paper-shared.v1';
    const at = startOfDay('2026-04-10');
    const [first, second] = ['001190000071', '001190000072'].map((id) => ({ type: 'PERSON', id }) as const);
    if (first === undefined || second === undefined) throw new Error('two persons');
    const stated = draft('PaperShared', shared, {
      id: 'joint',
      at,
      concerns: [
        { person: first, role: 'OWNER' },
        { person: second, role: 'OWNER' },
      ],
      data: { paper: paper({ paperKind: 'LAND_CERTIFICATE', number: 'J1', issuedOn: '2026-04-10' }) },
    });
    const own = draft('PaperShared', shared, {
      id: 'own',
      at,
      concerns: [{ person: second, role: 'HOLDER' }],
      data: { paper: paper({ paperKind: 'DRIVING_LICENCE', number: 'L1', issuedOn: '2026-04-10' }) },
    });
    const disputed = draft('PaperDisputed', 'vn.gov.shared.paper-disputed.v1', {
      id: 'joint-disputed',
      at: at + 86_400_000,
      concerns: [{ person: second, role: 'OWNER' }],
      data: { paper: { source: '/agencies/H44.150/test', id: 'joint', number: null, resultCode: null } },
    });
    const { papers } = await papersOf(first.id, knowing(await room.publish([stated, own, disputed])));
    expect(papers.map(({ status, reason, held }) => `${held.number} ${status} ${reason}`)).toEqual([
      'J1 STALE DISPUTED',
    ]);
  });
});

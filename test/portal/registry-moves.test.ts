// The catalogue is kept in memory: when it grows, questions see what is new, and as known earlier what was there then.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FactDraft } from '#shared/pure/draft.ts';
import { readCatalogue } from '../../infra/migrate/catalogue.ts';
import { draft, knowing, openRoom, type Room } from './portal-room.ts';

let room: Room;
beforeAll(async () => {
  room = await openRoom();
});
afterAll(() => room.close());

const BEGAN = Date.UTC(2026, 0, 1);

/** A procedure of its own, as the built-in single-status confirmation but for its code and name. */
function procedure(code: string, minute: number, name = `Thủ tục ${code}`): FactDraft {
  const model = readCatalogue('schemas/catalogue').procedures.find(
    ({ procedureCode }) => procedureCode === '1.004873',
  );
  if (model === undefined) throw new Error('the built-in catalogue has it');
  return draft('ProcedurePublished', 'vn.gov.catalogue.procedure-published.v1', {
    id: `${code}-${minute}`,
    key: code,
    agency: 'G22',
    at: BEGAN,
    recordedAt: BEGAN + minute * 60_000,
    data: { ...model, procedureCode: code, procedureName: name },
  });
}

async function nameOf(code: string, query: string, knownAt?: string): Promise<string> {
  const answer = await room.ask(`/v1/pre-check?${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'hub-purpose': 'PRE_CHECK' },
    body: JSON.stringify({
      procedureCode: code,
      subjects: [{ role: 'APPLICANT', type: 'PERSON', id: '001190000061' }],
      on: '2026-02-01',
      knownAt,
    }),
  });
  const said: { code?: string; procedure?: { name: string } } = JSON.parse(await answer.text());
  return said.procedure?.name ?? said.code ?? '';
}

const at = (minute: number): string => new Date(BEGAN + minute * 60_000).toISOString();

describe('a procedure that is published while questions are asked', () => {
  test('is known to all who ask at once, and the others still are', async () => {
    expect(await nameOf('9.000001', '')).toBe('PROCEDURE_UNKNOWN');
    const query = knowing(await room.publish([procedure('9.000001', 10)]));
    const asked = ['9.000001', '1.004873', '9.000001', '1.004873'].map((code) => nameOf(code, query));
    const [first, second, third, fourth] = await Promise.all(asked);
    expect([first, third]).toEqual(['Thủ tục 9.000001', 'Thủ tục 9.000001']);
    expect(second).toBe(fourth);
    expect(second).not.toBe('PROCEDURE_UNKNOWN');
  });

  test('was not known before; its next wording counts from when it was recorded, whenever that is asked', async () => {
    const receipts = await room.publish([
      procedure('9.000002', 20, 'cũ'),
      procedure('9.000002', 30, 'mới'),
      procedure('9.000003', 40),
    ]);
    const query = knowing(receipts);
    const minutes = [25, 15, 35, 25, 30];
    const names = [];
    for (const minute of minutes) names.push(await nameOf('9.000002', query, at(minute)));
    expect(names).toEqual(['cũ', 'PROCEDURE_UNKNOWN', 'mới', 'cũ', 'mới']);
    expect(await nameOf('9.000002', '')).toBe('mới');
  });
});

// What the portal refuses, over HTTP: problem documents with every fault at once, never a value of the request.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startOfDay } from '#shared/pure/time.ts';
import { CATALOGUE } from '../support/facts.ts';
import { LAN } from './lives.ts';
import { draft, knowing, openRoom, type Room } from './portal-room.ts';

let room: Room;
beforeAll(async () => {
  room = await openRoom();
});
afterAll(() => room.close());

interface Problem {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly errors: readonly { readonly pointer: string; readonly code: string }[];
}

async function refusal(target: string, init: RequestInit = {}, purpose: string | undefined = 'PRE_CHECK') {
  const headers = new Headers(init.headers);
  if (purpose !== undefined) headers.set('hub-purpose', purpose);
  const answer = await room.ask(target, { ...init, headers });
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  const problem: Problem = JSON.parse(await answer.text());
  return problem;
}

function preCheck(body: unknown): RequestInit {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body: text };
}

const faultsOf = ({ errors }: Problem): string[] => errors.map(({ pointer, code }) => `${pointer} ${code}`);
const applicant = { role: 'APPLICANT', ...LAN };
const question = { procedureCode: '1.004222', subjects: [applicant] };
const person = (id: string) => ({
  procedureCode: '1.004222',
  subjects: [{ role: 'APPLICANT', type: 'PERSON', id }],
});

describe('a purpose', () => {
  const none = { headers: {} };
  test.each([
    ['/v1/pre-check', preCheck(question)],
    [`/v1/subjects/PERSON/${LAN.id}/papers`, none],
    ['/v1/dossiers/H44.150-260310-0021', none],
  ])('%s is not read without one, nor for one that is not listed', async (target, init) => {
    expect(await refusal(target, init, '')).toMatchObject({ status: 400, code: 'PURPOSE_UNKNOWN' });
    const answer = await room.ask(target, init);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: 'PURPOSE_MISSING' });
    expect(await refusal(target, init, 'CURIOSITY')).toMatchObject({ status: 400, code: 'PURPOSE_UNKNOWN' });
  });

  test('user and case are taken, but not without a bound', async () => {
    const headers = { 'content-type': 'application/json', 'hub-purpose': 'PRE_CHECK' };
    const post = { method: 'POST', body: JSON.stringify(question) };
    const taken = await room.ask('/v1/pre-check', {
      ...post,
      headers: { ...headers, 'hub-user': 'officer-7', 'hub-case': 'H44.150-260310-0021' },
    });
    expect(taken.status).toBe(200);
    const refused = await room.ask('/v1/pre-check', {
      ...post,
      headers: { ...headers, 'hub-user': 'x'.repeat(300) },
    });
    expect(refused.status).toBe(400);
  });
});

describe('a pre-check', () => {
  test('tells all its faults at once', async () => {
    const problem = await refusal(
      '/v1/pre-check',
      preCheck({
        procedureCode: 7,
        subjects: [
          { role: 'AUNT', type: 'PERSON', id: '123456789' },
          { role: 'SPOUSE', type: 'CAT', id: '0' },
          { role: 'CHILD', type: 'PERSON', id: '001190000011', name: 'x' },
        ],
        object: { type: 'PARCEL' },
        on: '2026-02-30',
        knownAt: 'yesterday',
        applies: [1, 'two'],
        surprise: true,
      }),
    );
    expect(problem).toMatchObject({ status: 422, code: 'MESSAGE_REFUSED' });
    expect(faultsOf(problem)).toEqual([
      '/surprise UNKNOWN_MEMBER',
      '/procedureCode TYPE',
      '/subjects/0/role NOT_LISTED',
      '/subjects/0/id FORM',
      '/subjects/1/type NOT_LISTED',
      '/subjects/2/name UNKNOWN_MEMBER',
      '/object/key REQUIRED',
      '/on FORM',
      '/knownAt FORM',
      '/applies/1 TYPE',
    ]);
  });

  test.each([
    ['000000001', 'PLACEHOLDER'],
    ['000000000001', 'PLACEHOLDER'],
    ['000000000000', 'PLACEHOLDER'],
    ['12345678901', 'FORM'],
    ['12345678901a', 'FORM'],
  ])('identifier %s is %s', async (id, code) => {
    const problem = await refusal('/v1/pre-check', preCheck(person(id)));
    expect(faultsOf(problem)).toEqual([`/subjects/0/id ${code}`]);
    expect(JSON.stringify(problem.errors).includes(id) && id.length === 12).toBe(false);
  });

  test.each([
    ['no JSON', '{"procedureCode":', 400, 'MALFORMED_MESSAGE'],
    ['a doubled key', '{"procedureCode":"1.004222","procedureCode":"1.001193"}', 400, 'MALFORMED_MESSAGE'],
    ['an array', '[]', 422, 'MESSAGE_REFUSED'],
    ['a number', '12', 422, 'MESSAGE_REFUSED'],
    ['nobody', '{"procedureCode":"1.004222","subjects":[]}', 422, 'MESSAGE_REFUSED'],
    [
      'too many',
      JSON.stringify({ ...question, subjects: Array.from({ length: 11 }, () => applicant) }),
      422,
      'MESSAGE_REFUSED',
    ],
    [
      'one person twice',
      JSON.stringify({ ...question, subjects: [applicant, applicant] }),
      422,
      'MESSAGE_REFUSED',
    ],
  ])('%s is refused', async (_name, body, status, code) => {
    expect(await refusal('/v1/pre-check', preCheck(body))).toMatchObject({ status, code });
  });

  test('a row that the procedure does not have is refused with those that it has', async () => {
    const problem = await refusal('/v1/pre-check', preCheck({ ...question, applies: [99, 1] }));
    expect(problem).toMatchObject({ status: 422, code: 'MESSAGE_REFUSED' });
    expect(problem.errors).toMatchObject([
      { pointer: '/applies/0', code: 'NOT_LISTED', expected: expect.stringMatching(/^one of 1, 2/u) },
    ]);
  });

  test('a second applicant is refused', async () => {
    const second = { role: 'APPLICANT', type: 'PERSON', id: '001088000022' };
    const problem = await refusal(
      '/v1/pre-check',
      preCheck({ ...question, subjects: [applicant, { ...second, role: 'SPOUSE' }, second] }),
    );
    expect(problem).toMatchObject({ status: 422, code: 'MESSAGE_REFUSED' });
    expect(faultsOf(problem)).toEqual(['/subjects/2 DUPLICATE']);
  });

  test('a procedure that nobody knows is 404, in the language asked for', async () => {
    const problem = await refusal('/v1/pre-check', {
      ...preCheck({ ...question, procedureCode: '9.999999' }),
      headers: { 'content-type': 'application/json', 'accept-language': 'en' },
    });
    expect(problem).toMatchObject({
      status: 404,
      code: 'PROCEDURE_UNKNOWN',
      title: expect.stringContaining('no such'),
    });
  });

  test('a procedure on a day before it is in force is 404', async () => {
    const problem = await refusal('/v1/pre-check', preCheck({ ...question, on: '1999-01-01' }));
    expect(problem).toMatchObject({ status: 404, code: 'PROCEDURE_UNKNOWN' });
  });

  test('every role that is missing is named', async () => {
    const problem = await refusal('/v1/pre-check', preCheck({ ...question, procedureCode: '1.001193' }));
    expect(problem).toMatchObject({ status: 422, code: 'ROLE_MISSING' });
    expect(problem.errors).toHaveLength(2);
  });

  test('a row that takes papers of some issuers only needs the agency, by a code that is one', async () => {
    const version = CATALOGUE.procedureOn('1.001612', '2026-01-01');
    if (version === undefined) throw new Error('the catalogue has no household business');
    const papers = version.papers.map((row) => ({ ...row, validityScope: 'PROVINCE' as const }));
    const receipts = await room.publish([
      draft('ProcedureAmended', 'vn.gov.catalogue.procedure-amended.v1', {
        id: 'amended',
        key: '1.001612',
        agency: 'G22',
        at: startOfDay('2026-03-01'),
        data: { ...version, papers, validFrom: '2026-04-01' },
      }),
    ]);
    const asked = { procedureCode: '1.001612', subjects: [applicant], on: '2026-06-01' };
    const target = `/v1/pre-check?${knowing(receipts)}`;
    const problem = await refusal(target, preCheck(asked));
    expect(problem).toMatchObject({ status: 422, code: 'AGENCY_MISSING' });
    expect(faultsOf(problem)).toEqual(['/agency AGENCY_MISSING']);
    expect(faultsOf(await refusal(target, preCheck({ ...asked, agency: 'Phú Thọ' })))).toEqual([
      '/agency FORM',
    ]);
    const answer = await room.ask(target, {
      ...preCheck({ ...asked, agency: '000.00.00.H44' }),
      headers: { 'content-type': 'application/json', 'hub-purpose': 'PRE_CHECK' },
    });
    expect(answer.status).toBe(200);
    expect((await room.ask('/v1/procedures/1.001612?on=2026-03-31')).status).toBe(200);
  });

  test('only POST asks, and only JSON', async () => {
    expect(await refusal('/v1/pre-check')).toMatchObject({ status: 404 });
    const xml = { method: 'POST', headers: { 'content-type': 'text/xml' }, body: '<a/>' };
    expect(await refusal('/v1/pre-check', xml)).toMatchObject({ status: 415 });
  });
});

describe('parameters', () => {
  test.each([
    [
      `/v1/subjects/PERSON/${LAN.id}/papers?on=2026-13-01&knownAt=now&extra=1`,
      ['/querystring/extra UNKNOWN_MEMBER', '/querystring/on FORM', '/querystring/knownAt FORM'],
    ],
    ['/v1/subjects/CAT/1/papers', ['/params/type NOT_LISTED']],
    ['/v1/subjects/PERSON/000000001/papers', ['/params/id PLACEHOLDER']],
    ['/v1/procedures?limit=0', ['/querystring/limit LIMIT']],
    ['/v1/procedures?limit=201', ['/querystring/limit LIMIT']],
    ['/v1/procedures?on=2026-01-01', ['/querystring/on UNKNOWN_MEMBER']],
    ['/v1/procedures/1.004222?on=soon', ['/querystring/on FORM']],
    ['/v1/procedures?minPosition=here', ['/querystring/minPosition FORM']],
    [
      '/v1/procedures?minPosition=t/0/1&wait=forever',
      ['/querystring/wait FORM', '/querystring/minPosition NOT_LISTED'],
    ],
    ['/v1/procedures?wait=31s', ['/querystring/wait FORM']],
    ['/v1/procedures?query=a&query=b', ['/querystring/query TYPE']],
  ])('%s', async (target, faults) => {
    const problem = await refusal(target);
    expect(problem).toMatchObject({ status: 400, code: 'MALFORMED_REQUEST' });
    expect(faultsOf(problem)).toEqual(faults);
  });

  test('a position that no read model will reach is refused at once, by the names of this hub', async () => {
    const { prefix } = room.hub;
    const positions = ['gov.hub.schema.v1/0/0', 'gov.one-stop-shop.dossier.v1/12/0'];
    const target = `/v1/procedures?minPosition=${positions.map((one) => prefix + one).join(',')}`;
    const problem = await refusal(target);
    expect(problem.status).toBe(400);
    expect(faultsOf(problem)).toEqual([
      '/querystring/minPosition NOT_LISTED',
      '/querystring/minPosition LIMIT',
    ]);
    expect(JSON.stringify(problem.errors)).toContain(`${prefix}gov.one-stop-shop.dossier.v1 from 0 to 11`);
  });

  test.each(['/v1/dossiers/H44.150-260310-9999', '/v1/agencies/H99', '/v1/agencies/nonsense', '/v1/nothing'])(
    '%s is not there',
    async (target) => {
      expect(await refusal(target)).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    },
  );
});

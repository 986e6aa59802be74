// Each sender style works with nothing but a changed address: clients that read of an answer what the real ones read,
// against a real Kafka, registry, projector and PostgreSQL.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Receipt } from '#shared/publishing/receipt.ts';
import { startOneStopShop } from '../../services/one-stop-shop/app.ts';
import { hashPassword } from '../../services/one-stop-shop/core/password-hash.ts';
import { type AdapterHub, startAdapterHub } from '../support/adapter-hub.ts';
import { sharedDataIsMissing } from '../support/data.ts';
import { until } from '../support/wait.ts';
import {
  cleanDossier,
  dirtyDossiers,
  dossierMessage,
  EXAMPLES_FILE,
  type Item,
  progressRows,
} from './examples.ts';
import { type Heard, sendAsA, sendAsB, sendAsC } from './sender-styles.ts';

const LOGIN = { username: 'h44', password: 'mật khẩu của H44' };
const OF_B = {
  create: '/v1/national-sync/dossiers',
  update: '/v1/national-sync/dossiers',
  progress: '/v1/national-sync/progress',
};

interface Told {
  readonly error_code: string;
  readonly message: string;
  readonly session?: string;
  readonly receipts?: readonly Receipt[];
  readonly events?: readonly unknown[];
  readonly result?: readonly unknown[];
  readonly defects?: readonly { readonly code: string; readonly count: number; readonly hint: string }[];
  readonly errors?: readonly { readonly pointer: string }[];
}

describe.skipIf(sharedDataIsMissing(EXAMPLES_FILE))('each sender style', () => {
  let hub: AdapterHub;
  let folder = '';
  let sequence = 0;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'senders-'));
    const sendersFile = path.join(folder, 'senders.json');
    const passwordHash = await hashPassword(LOGIN.password, Buffer.alloc(16, 3));
    writeFileSync(
      sendersFile,
      JSON.stringify({ senders: [{ username: 'h44', agency: 'H44', passwordHash }] }),
    );
    hub = await startAdapterHub(
      (config, logger) => startOneStopShop({ ...config, sendersFile }, logger),
      'gov.one-stop-shop.dossier.v1',
    );
  });

  afterAll(async () => {
    await hub.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const post = (door: string, body: unknown): Promise<Heard> => hub.post(door, body);
  const tell = async (door: string, body: unknown): Promise<Told> =>
    JSON.parse((await post(door, body)).text);

  function newDossier(changes: Item = {}, agency = 'H44.150'): Item {
    sequence += 1;
    return cleanDossier({ MaHoSo: `${agency}-260914-${String(7000 + sequence)}`, ...changes });
  }

  const stepsOf = (dossier: Item): readonly Item[] =>
    progressRows().map((row) => ({ ...row, MaHoSo: dossier['MaHoSo'] }));

  const known = (dossier: Item) =>
    until(
      async () => {
        const question = { madonvi: 'H44', service: 'TraCuuHoSo', mahoso: dossier['MaHoSo'] };
        return (await tell('/v1/national-sync', question)).result?.length === 1;
      },
      { what: 'the dossier to be known' },
    );

  /** That a dossier exists is told if the database answers in time, which a busy machine may keep it from. */
  const untilTold = <T>(attempt: () => Promise<T>) => until(attempt, { what: 'the sender to be told' });

  test('A: logs in, looks the dossier up, creates it and tells the progress; later it updates', async () => {
    const dossier = newDossier();
    const [step = {}] = stepsOf(dossier);
    expect(await sendAsA(post, LOGIN, dossier, step)).toEqual(['created', 'taken', 'progress taken']);
    await known(dossier);
    await untilTold(async () => {
      const done = await sendAsA(post, LOGIN, dossier, step);
      expect(done).toEqual(['updated', 'taken', 'progress taken']);
      return done;
    });
  });

  test('B: states the dossier and its steps, ten at a time; a changed dossier is taken at the same address', async () => {
    const dossier = newDossier({ TrangThaiHoSo: 4 });
    const steps = [...stepsOf(dossier), ...stepsOf(dossier), ...stepsOf(dossier)];
    expect(await sendAsB(post, OF_B, dossier, steps)).toEqual(['synchronised', 'steps taken', 'steps taken']);
    await known(dossier);
    expect(await sendAsB(post, OF_B, { ...dossier, TrangThaiHoSo: 9 }, [])).toEqual(['synchronised']);
  });

  test('B with addresses that say which: «đã tồn tại», then the update ends it', async () => {
    const urls = {
      ...OF_B,
      create: `${OF_B.create}?isUpdating=False`,
      update: `${OF_B.update}?isUpdating=True`,
    };
    const dossier = newDossier();
    expect(await sendAsB(post, urls, dossier, [])).toEqual(['synchronised']);
    await known(dossier);
    await untilTold(async () => {
      const done = await sendAsB(post, urls, dossier, []);
      expect(done).toEqual(['exists', 'synchronised']);
      return done;
    });
  });

  test('C: creates and updates in one breath; both are taken, for the owner whose number is in MaDoiTuong', async () => {
    const dossier = newDossier({
      DinhDanhCHS: undefined,
      SoGiayToChuHoSo: undefined,
      MaDoiTuong: '025188000123',
    });
    const created = { ...dossier, TrangThaiHoSo: '1' };
    const heard = await sendAsC(post, created, { ...dossier, TrangThaiHoSo: '2' });
    const answers = heard.map(({ text }): Told => JSON.parse(text));
    expect(answers.map(({ error_code }) => error_code)).toEqual(['0', '0']);
    const facts = await Promise.all((answers[1]?.receipts ?? []).map((receipt) => hub.factAt(receipt)));
    expect(facts.map(({ event }) => event.eventName)).toContain('DossierAccepted');
    for (const { event } of facts) expect(event.publisher).toBe('H22.01');
    const submitted = facts.find(({ event }) => event.eventName === 'DossierSubmitted');
    expect(submitted?.event.concerns).toHaveLength(1);
  });

  test('C: steps with the service in the address', async () => {
    const url = '/v1/national-sync?MaDinhDanhDV=H44&service=CapNhatTienDoHoSoMC';
    const { error_code, receipts } = await tell(url, stepsOf(newDossier()));
    expect([error_code, receipts?.length]).toEqual(['0', 5]);
  });

  test('a sender that creates what exists is told so, and what it changed is taken', async () => {
    const dossier = newDossier();
    await tell(OF_B.create, [dossier]);
    await known(dossier);
    const create = (data: readonly Item[]) => ({ ...dossierMessage(...data), isUpdating: 'False' });
    const changed = { ...dossier, NgayHenTra: '20260920170000' };
    const other = newDossier();
    const told = await untilTold(async () => {
      const answer = await tell('/v1/national-sync', create([changed, other]));
      const message = `Hồ sơ ${String(dossier['MaHoSo'])} đã tồn tại`;
      expect(answer).toMatchObject({ error_code: '-3', message });
      return answer;
    });
    const facts = await Promise.all((told.receipts ?? []).map((receipt) => hub.factAt(receipt)));
    const dueDates = facts.flatMap(({ key, event }) =>
      event.eventName === 'DossierAccepted' && key === dossier['MaHoSo'] ? [event.dueAt] : [],
    );
    expect(dueDates).toEqual([Date.parse('2026-09-20T17:00:00+07:00')]);
    expect(facts.some(({ key }) => key === other['MaHoSo'])).toBe(true);
  });

  test('a sender that updates what does not exist is taken', async () => {
    expect((await tell('/v1/national-sync', dossierMessage(newDossier()))).error_code).toBe('0');
  });

  test('nobody is told of another agency’s dossier', async () => {
    const dossier = newDossier();
    await tell(OF_B.create, [dossier]);
    await known(dossier);
    for (const [madonvi, mahoso] of [
      ['H45', dossier['MaHoSo']],
      ['H44.15', dossier['MaHoSo']],
      ['H44', 'no code'],
      ['H44', 'H44.150-260914-6999'],
    ]) {
      const told = await tell('/v1/national-sync', { madonvi, service: 'TraCuuHoSo', mahoso });
      expect([told.error_code, told.result]).toEqual(['0', []]);
    }
  });

  test('a dry run of every style answers as if it were none, and publishes nothing', async () => {
    const dossier = newDossier();
    const before = await hub.recordCount();
    for (const [door, body, events] of [
      ['/v1/national-sync?dryRun=true', dossierMessage(dossier), 10],
      ['/v1/national-sync?dryRun=true&MaDinhDanhDV=H44&isUpdating=False', [dossier], 10],
      ['/v1/national-sync/dossiers?dryRun=true', [dossier], 10],
      ['/v1/national-sync/progress?dryRun=true', stepsOf(dossier), 5],
    ] as const) {
      const told = await tell(door, body);
      expect([told.error_code, told.events?.length, told.receipts]).toEqual(['0', events, undefined]);
    }
    expect(await hub.recordCount()).toBe(before);
  });

  test('of a thousand dossiers with one wrong field nothing is taken, in any style', async () => {
    const before = await hub.recordCount();
    const items = Array.from({ length: 1000 }, (_, at) => cleanDossier({ MaHoSo: `H44.150-260913-${at}` }));
    const data = items.map((item, at) => (at === 777 ? { ...item, NgayTra: 'hôm qua', MaTTHC: '' } : item));
    for (const [door, body, place] of [
      ['/v1/national-sync', dossierMessage(...data), '/data/777'],
      ['/v1/national-sync?MaDinhDanhDV=H44', data, '/777'],
      ['/v1/national-sync/dossiers', data, '/777'],
    ] as const) {
      const told = await tell(door, body);
      expect(told.error_code).toBe('-1');
      expect(told.errors?.map(({ pointer }) => pointer)).toEqual([`${place}/MaTTHC`, `${place}/NgayTra`]);
    }
    expect(await hub.recordCount()).toBe(before);
  });

  test.each<[string, string, unknown, number]>([
    ['a step without its time', '/v1/national-sync/progress', [{ MaHoSo: 'H44.150-260914-0012' }], 422],
    ['an object in place of a list', '/v1/national-sync/dossiers', {}, 422],
    ['a publisher that is no agency', '/v1/national-sync?MaDinhDanhDV=PhuTho', [cleanDossier()], 400],
    ['an unknown parameter', '/v1/national-sync/dossiers?madonvi=H44', [cleanDossier()], 400],
    [
      'a service that the hub does not have',
      '/v1/national-sync',
      { madonvi: 'H44', service: 'LayThuTuc', data: [{}] },
      422,
    ],
    ['a look-up without a code', '/v1/national-sync', { madonvi: 'H44', service: 'TraCuuHoSo' }, 422],
  ])('%s is refused in words that no sender takes for success', async (_what, door, body, status) => {
    const heard = await post(door, body);
    const told: Told = JSON.parse(heard.text);
    expect([heard.status, told.error_code]).toEqual([status, '-1']);
    expect(heard.text.toLowerCase()).not.toMatch(/thành công|đã tồn tại/);
  });

  test('defects are told beside the receipts, and counted for each sender', async () => {
    const dirty = { ...dirtyDossiers()[0], MaHoSo: 'H44.151-260915-48213' };
    const { defects = [] } = await tell(OF_B.create, [dirty, newDossier({ Fax: '0900000123' }, 'H44.152')]);
    expect(defects).toContainEqual(expect.objectContaining({ code: 'OWNER_PLACEHOLDER', count: 1 }));
    expect(defects.find(({ code }) => code === 'TIMES_WITHOUT_ZONE')).toMatchObject({
      count: 2,
      hint: expect.stringContaining('giờ Việt Nam'),
    });
    const metrics = await (await fetch(`${hub.address}/metrics`)).text();
    const figure = (sender: string, defect: string): string | undefined =>
      metrics
        .split('\n')
        .find((line) => line.includes(`sender="${sender}"`) && line.includes(`defect="${defect}"`));
    expect(figure('H44.151', 'OWNER_PLACEHOLDER')).toMatch(/ 1$/);
    expect(figure('H44.152', 'FAX_IS_PHONE')).toMatch(/ 1$/);
    expect(figure('H44.152', 'OWNER_PLACEHOLDER')).toBeUndefined();
  });

  describe('a session', () => {
    const envelope = (session: string, madonvi = 'H44') => ({
      ...dossierMessage(newDossier()),
      session,
      madonvi,
    });

    test('is given for the right password and good for the agency that it was made for', async () => {
      const { session = '', ...told } = await tell('/v1/national-sync/session', LOGIN);
      expect(told).toEqual({ error_code: '0', message: 'Đăng nhập thành công' });
      expect((await tell('/v1/national-sync', envelope(session))).error_code).toBe('0');
      expect((await tell('/v1/national-sync', envelope(session, 'H44.150'))).error_code).toBe('0');
      expect((await post('/v1/national-sync', envelope(session, 'H45'))).status).toBe(403);
      expect((await post('/v1/national-sync', envelope(`${session.slice(0, -3)}AAA`))).status).toBe(401);
    });

    test('is not asked for on this machine, and one of another system says nothing', async () => {
      const { session: _none, ...without } = envelope('');
      expect((await tell('/v1/national-sync', without)).error_code).toBe('0');
      expect((await tell('/v1/national-sync', envelope('0d5c6a1e-synthetic-session'))).error_code).toBe('0');
    });

    test('is refused for wrong passwords, and after some of them for a while', async () => {
      const statuses: number[] = [];
      for (let times = 0; times < 6; times += 1) {
        const { status, text } = await post('/v1/national-sync/session', {
          username: 'h45',
          password: 'sai',
        });
        statuses.push(status);
        expect(text.toLowerCase()).not.toContain('thành công');
      }
      expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
      expect((await tell('/v1/national-sync/session', LOGIN)).error_code).toBe('0');
    });

    test('leaves neither password nor session in the log', async () => {
      const { session = '' } = await tell('/v1/national-sync/session', LOGIN);
      await post('/v1/national-sync', envelope(`${session.slice(0, -3)}AAA`));
      expect(await hub.leaked([LOGIN.password, session.slice(0, -3)])).toEqual([]);
    });
  });
});

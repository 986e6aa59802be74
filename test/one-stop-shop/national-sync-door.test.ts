// The national synchronisation over HTTP, with a real Kafka, registry, projector and PostgreSQL behind it; what was published is
// read back from the topic and opened.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Receipt } from '#shared/publishing/receipt.ts';
import { HubKey } from '#shared/pure/hub-key.ts';
import { startOneStopShop } from '../../services/one-stop-shop/app.ts';
import { type AdapterHub, type Answer, HUB_KEY_BYTES, startAdapterHub } from '../support/adapter-hub.ts';
import { sharedDataIsMissing } from '../support/data.ts';
import { until } from '../support/wait.ts';
import {
  cleanDossier,
  dirtyDossiers,
  dossierMessage,
  EXAMPLES_FILE,
  type Item,
  progressMessage,
  progressRows,
  translate,
} from './examples.ts';

const DOOR = '/v1/national-sync';
const hubKey = new HubKey(HUB_KEY_BYTES);

describe.skipIf(sharedDataIsMissing(EXAMPLES_FILE))('POST /v1/national-sync', () => {
  let hub: AdapterHub;
  let sequence = 0;

  beforeAll(async () => {
    hub = await startAdapterHub(startOneStopShop, 'gov.one-stop-shop.dossier.v1');
  });

  afterAll(async () => {
    await hub.stop();
  });

  /** A dossier code that no other test uses. */
  function newCode(): string {
    sequence += 1;
    return `H44.150-260914-${String(sequence).padStart(4, '0')}`;
  }

  async function sendOk(message: unknown): Promise<readonly Receipt[]> {
    const { status, body } = await hub.post(DOOR, message);
    expect({ status, error_code: body.error_code }).toEqual({ status: 200, error_code: '0' });
    return body.receipts ?? [];
  }

  /** Repeats are recognised if the database answers in time, which a busy machine may keep it from. */
  const untilRecognised = <T>(attempt: () => Promise<T>) =>
    until(attempt, { what: 'a repeat to be recognised' });

  /** The receipts of the facts of a message that adds nothing. */
  const again = (message: unknown) =>
    untilRecognised(async () => {
      const before = await hub.recordCount();
      const receipts = await sendOk(message);
      await hub.projected(receipts);
      expect(await hub.recordCount()).toBe(before);
      return receipts.slice(0, -1);
    });

  const namesOf = async (receipts: readonly Receipt[]): Promise<readonly string[]> =>
    (await Promise.all(receipts.map((receipt) => hub.factAt(receipt)))).map(({ event }) => event.eventName);

  test('takes the example dossier: what the topic holds is what was stated', async () => {
    const MaHoSo = newCode();
    const receipts = await sendOk(dossierMessage(cleanDossier({ MaHoSo })));
    const facts = await Promise.all(receipts.map((receipt) => hub.factAt(receipt)));
    const stated = translate(dossierMessage(cleanDossier()));
    expect(facts.map(({ event }) => event.eventName)).toEqual(stated.map(({ eventName }) => eventName));
    const owner = hubKey.subjectKey({ type: 'PERSON', id: '025188000123' });
    for (const { key, event } of facts) {
      expect(key).toBe(MaHoSo);
      expect(event).toMatchObject({
        source: '/agencies/H44.150/national-sync',
        agency: 'H44.150',
        sender: 'H44.150',
        publisher: 'H44',
        door: 'national-sync',
        snapshotVersion: { actualAt: Date.parse('2026-09-15T09:45:00+07:00') },
      });
    }
    expect(facts[0]).toMatchObject({
      event: { concerns: [{ subjectKey: owner, role: 'APPLICANT' }], procedureCode: '1.001193' },
      opened: [
        {
          keyOwner: owner,
          fields: { personId: '025188000123', name: 'Nguyễn Thị Thu Hà', phone: '0900000123' },
        },
        { keyOwner: expect.stringContaining(MaHoSo), fields: { abstract: expect.stringContaining('Khôi') } },
      ],
    });
    expect(facts[5]?.event).toMatchObject({
      eventName: 'ResultIssued',
      paper: { resultCode: 'KQ.G15.000031', issuedOn: '2026-09-15', issuer: { agencyCode: 'H44.150' } },
    });
    expect(facts[7]?.opened).toMatchObject([{ fields: { requestedBy: 'Lê Văn Dũng' } }]);
  });

  test('answers as senders expect, with a receipt for every fact', async () => {
    const { body, type } = await hub.post(DOOR, dossierMessage(cleanDossier({ MaHoSo: newCode() })));
    expect(type).toContain('application/json');
    expect(body.message).toBe('Đồng bộ thành công');
    expect(body.receipts).toHaveLength(10);
    expect(body.receipts?.[0]).toMatchObject({ status: 'ACCEPTED', topic: hub.topic });
  });

  test('a message sent again at once adds no new fact, only that it was stated anew', async () => {
    const message = dossierMessage(cleanDossier({ MaHoSo: newCode() }));
    const first = await sendOk(message);
    const again = await sendOk(message);
    const ids = new Set(first.map(({ id }) => id));
    const added = again.filter(({ id }) => !ids.has(id));
    expect(await namesOf(added)).toEqual(['SnapshotStated']);
  });

  test('a message sent again after it was projected adds nothing, and gets the first receipts', async () => {
    const message = dossierMessage(cleanDossier({ MaHoSo: newCode() }));
    const first = await sendOk(message);
    await hub.projected(first);
    expect(await again(message)).toEqual(first.slice(0, -1));
  });

  test('after projection a changed due date adds the acceptance and the snapshot', async () => {
    const MaHoSo = newCode();
    await hub.projected(await sendOk(dossierMessage(cleanDossier({ MaHoSo }))));
    let day = 16;
    const added = await untilRecognised(async () => {
      day += 1;
      const changed = dossierMessage(cleanDossier({ MaHoSo, NgayHenTra: `202609${day}170000` }));
      const before = await hub.recordCount();
      const receipts = await sendOk(changed);
      await hub.projected(receipts);
      expect(await hub.recordCount()).toBe(before + 2);
      return namesOf(receipts.slice(-2));
    });
    expect(added).toEqual(['DossierAccepted', 'SnapshotStated']);
  });

  test('a due date that goes back is stated anew, projected meanwhile or not', async () => {
    for (const isProjected of [true, false]) {
      const MaHoSo = newCode();
      const snapshots: string[] = [];
      for (const day of ['15', '20', '15']) {
        const receipts = await sendOk(
          dossierMessage(cleanDossier({ MaHoSo, NgayHenTra: `202609${day}170000` })),
        );
        if (isProjected) await hub.projected(receipts);
        snapshots.push(receipts.at(-1)?.id ?? '');
      }
      expect(new Set(snapshots).size).toBe(3);
    }
  });

  test('progress rows are steps; sent again after projection they add nothing', async () => {
    const MaHoSo = newCode();
    const message = progressMessage(...progressRows().map((row) => ({ ...row, MaHoSo })));
    const first = await sendOk(message);
    expect(await namesOf(first)).toEqual(Array(5).fill('ProcessingStepRecorded'));
    await hub.projected(first);
    expect(await again(message)).toEqual(first.slice(0, -1));
  });

  test('the dirty example concerns nobody', async () => {
    const receipts = await sendOk(dossierMessage(...dirtyDossiers()));
    const nobody = hubKey.subjectKey({ type: 'OLD_ID', id: '000000001' });
    for (const receipt of receipts) {
      const { event, opened } = await hub.factAt(receipt);
      expect(event.concerns).toEqual([]);
      expect(opened.map(({ keyOwner }) => keyOwner)).not.toContain(nobody);
    }
    const submitted = await hub.factAt(receipts[0] ?? missing());
    expect(submitted.opened).toMatchObject([{ fields: { name: 'NGUYỄN VĂN A', phone: '0900000123' } }]);
  });

  test('several dossiers of one message are taken together', async () => {
    const codes = [newCode(), newCode()];
    const receipts = await sendOk(dossierMessage(...codes.map((MaHoSo) => cleanDossier({ MaHoSo }))));
    const keys = await Promise.all(receipts.map(async (receipt) => (await hub.factAt(receipt)).key));
    expect(new Set(keys)).toEqual(new Set(codes));
  });

  test('a dry run shows what would be published, and publishes nothing', async () => {
    const before = await hub.recordCount();
    const MaHoSo = newCode();
    const { status, body } = await hub.post(`${DOOR}?dryRun=true`, dossierMessage(cleanDossier({ MaHoSo })));
    expect(status).toBe(200);
    expect(body.events).toHaveLength(10);
    expect(body.events?.[0]).toMatchObject({ topic: hub.topic, key: MaHoSo });
    expect(body.receipts).toBeUndefined();
    expect(await hub.recordCount()).toBe(before);
  });

  test('unknown members are counted in the answer', async () => {
    const { body } = await hub.post(DOOR, dossierMessage(cleanDossier({ MaHoSo: newCode(), Moi: '1' })));
    expect(body.unknownMembers).toBe(1);
  });

  describe('refuses', () => {
    const good = (): Item => cleanDossier({ MaHoSo: 'H44.150-260914-9999' });
    const json = (message: Item): string => JSON.stringify(message);
    const deep = `{"a":`.repeat(40) + '1' + '}'.repeat(40);

    test.each<[string, () => string, number, readonly string[]]>([
      ['a body that is no JSON', () => '{"madonvi":', 400, ['/madonvi SYNTAX']],
      ['a name twice', () => '{"madonvi":"H44","madonvi":"H44"}', 400, ['/madonvi DUPLICATE_KEY']],
      [
        'an integer beyond exact range',
        () => json(dossierMessage(good())).replace('"True"', '12345678901234567890'),
        400,
        ['/isUpdating INTEGER_TOO_BIG'],
      ],
      [
        'a lone surrogate',
        () => json(dossierMessage(good())).replace('Hộ tịch', '\\ud800'),
        400,
        ['/data/0/TenLinhVuc LONE_SURROGATE'],
      ],
      [
        'NUL',
        () => json(dossierMessage(good())).replace('Hộ tịch', '\\u0000'),
        400,
        ['/data/0/TenLinhVuc NUL'],
      ],
      ['40 levels', () => deep, 400, [`${'/a'.repeat(32)} TOO_DEEP`]],
      ['a wrong agency', () => json({ ...dossierMessage(good()), madonvi: 'H4' }), 422, ['/madonvi FORM']],
      [
        'one wrong dossier among good ones',
        () => json(dossierMessage(good(), { ...good(), MaHoSo: '' })),
        422,
        ['/data/1/MaHoSo REQUIRED'],
      ],
      [
        'several faults, all at once',
        () => json(dossierMessage({ ...good(), TrangThaiHoSo: '77', NgayTra: 'x', MaTTHC: null })),
        422,
        ['/data/0/MaTTHC REQUIRED', '/data/0/TrangThaiHoSo NOT_LISTED', '/data/0/NgayTra FORM'],
      ],
    ])('%s, in the senders’ words, and publishes nothing', async (_what, message, status, faults) => {
      const before = await hub.recordCount();
      const answer = await hub.post(DOOR, message());
      expect(told(answer)).toEqual({
        status,
        faults,
        error_code: '-1',
        type: 'application/problem+json; charset=utf-8',
      });
      expect(answer.body.message).not.toMatch(/thành công|đã tồn tại/);
      expect(await hub.recordCount()).toBe(before);
    });

    test('another media type and another query, too', async () => {
      const xml = await hub.post(DOOR, '<x/>', 'application/xml');
      expect([xml.status, xml.body.error_code]).toEqual([415, '-1']);
      const query = await hub.post(`${DOOR}?dryRun=perhaps`, dossierMessage(good()));
      expect([query.status, query.body.error_code]).toEqual([400, '-1']);
    });
  });

  test('no personal value is in the topic, in the log or in the metrics', async () => {
    const receipts = await sendOk(dossierMessage(cleanDossier({ MaHoSo: newCode() }), ...dirtyDossiers()));
    for (const receipt of receipts) await hub.factAt(receipt);
    await hub.post(DOOR, dossierMessage(cleanDossier({ MaTTHC: null })));
    const values = [
      'Nguyễn Thị Thu Hà',
      'NGUYỄN VĂN A',
      '025188000123',
      '000000001',
      'ha.nguyen@example.vn',
      '0900000123',
      'Khôi',
      'Lê Văn Dũng',
      'Bổ sung bản chụp',
      'Đã nhận bản chụp mới',
    ];
    expect(await hub.leaked(values)).toEqual([]);
    expect(await hub.leaked(['H44.150'])).toEqual(['H44.150']);
  });

  test('the CloudEvents doors are there, and the documentation names this one', async () => {
    const answer = await fetch(`${hub.address}/openapi.json`);
    const text = await answer.text();
    for (const door of [DOOR, '/v1/events', '/v1/shared-papers']) expect(text).toContain(`"${door}"`);
  });
});

function told({ status, type, body }: Answer) {
  const faults = body.errors?.map(({ pointer, code }) => `${pointer} ${code}`);
  return { status, type, faults, error_code: body.error_code };
}

function missing(): never {
  throw new Error('no receipt');
}

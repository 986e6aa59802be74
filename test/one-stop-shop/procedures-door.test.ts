// The catalogue's door over HTTP, with a real Kafka behind it; what was published is read back from the topic.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EventOf } from '#schemas/generated/events.ts';
import type { Receipt } from '#shared/publishing/receipt.ts';
import { startOneStopShop } from '../../services/one-stop-shop/app.ts';
import { type AdapterHub, startAdapterHub } from '../support/adapter-hub.ts';
import { invented, PAPER_HEADER, type PublishedRecord } from './procedures-data.ts';

const DOOR = '/v1/procedures';
const NDJSON = 'application/x-ndjson';

interface Line extends Receipt {
  readonly line: number;
  readonly procedureCode: string;
  readonly isNew: boolean;
  readonly defects: readonly { readonly code: string; readonly about: string }[];
}

interface Rejection {
  readonly line: number;
  readonly status: 'REJECTED';
  readonly errors: readonly { readonly pointer: string; readonly code: string }[];
}

describe('POST /v1/procedures', () => {
  let hub: AdapterHub;
  let sequence = 0;

  beforeAll(async () => {
    hub = await startAdapterHub(startOneStopShop, 'gov.catalogue.procedure.v1');
  });

  afterAll(async () => {
    await hub.stop();
  });

  /** A code that no other test uses. */
  function newCode(): string {
    sequence += 1;
    return `9.${String(sequence).padStart(6, '0')}`;
  }

  const text = (records: readonly unknown[]) =>
    records.map((record) => (typeof record === 'string' ? record : JSON.stringify(record))).join('\n');

  async function send(...records: readonly (PublishedRecord | string)[]) {
    const { status, text: said } = await hub.post(DOOR, text(records), NDJSON);
    const answer: { readonly receipts: readonly (Line | Rejection)[] } = JSON.parse(said);
    return { status, receipts: answer.receipts };
  }

  const accepted = (receipts: readonly (Line | Rejection)[]): readonly Line[] =>
    receipts.filter((receipt) => receipt.status === 'ACCEPTED');

  async function publishedAt(receipt: Receipt): Promise<EventOf<'ProcedurePublished'>> {
    const { event } = await hub.factAt(receipt);
    if (event.eventName !== 'ProcedurePublished') throw new Error(`${event.eventName} was published`);
    return event;
  }

  test('publishes a record as a version of its procedure, with its papers, results and defects', async () => {
    const code = newCode();
    const { status, receipts } = await send(
      invented({
        code,
        papers: `--${PAPER_HEADER}Đơn đề nghịMau.docx1 bản chínhSổ hộ khẩu1 bản chínhGiấy phép lái xe1 bản chính`,
        results: 'Giấy chứng nhận thử nghiệmMã: KQ.G15.900001Văn bản từ chốiMã: KQ-1',
      }),
    );
    expect(status).toBe(202);
    const [receipt] = accepted(receipts);
    expect(receipt).toMatchObject({ line: 1, procedureCode: code, isNew: true, topic: hub.topic });
    if (receipt === undefined) return;
    expect(await publishedAt(receipt)).toMatchObject({
      procedureCode: code,
      procedureName: 'Cấp giấy phép thử nghiệm',
      levels: ['PROVINCE', 'COMMUNE'],
      fieldName: 'Luật sư',
      processingDays: 7,
      applicantRole: 'HOLDER',
      origin: 'IMPORTED',
      validFrom: '2025-07-01',
      validTo: null,
      legalBasis: '1/QĐ-BTP',
      withFee: false,
      source: '/agencies/G22/procedures',
      agency: 'G22',
      papers: [
        { ordinal: 1, name: 'Đơn đề nghị', paperKind: 'APPLICATION_FORM', condition: 'NEVER' },
        { ordinal: 2, name: 'Sổ hộ khẩu', paperKind: 'HOUSEHOLD_BOOK', condition: 'ABOLISHED' },
        { ordinal: 3, name: 'Giấy phép lái xe', paperKind: 'UNMAPPED', condition: 'ALWAYS' },
      ],
      yields: [
        { resultCode: 'KQ.G15.900001', effect: 'GRANTS', paperKind: null },
        { resultCode: 'KQ-1', effect: 'REFUSES', paperKind: null },
      ],
      defects: [{ code: 'RESULT_CODE_OFF_FORM', about: 'KQ-1' }],
    });
    expect(receipt.defects).toEqual([{ code: 'RESULT_CODE_OFF_FORM', about: 'KQ-1' }]);
    expect((await hub.factAt(receipt)).key).toBe(code);
  });

  test('names a faulty line among good ones, with line and pointer, and takes the good ones', async () => {
    const codes = [newCode(), newCode()];
    const { status, receipts } = await send(
      invented({ code: codes[0] ?? '' }),
      { ...invented({ code: newCode() }), ten_thu_tuc: '' },
      '{"ma_thu_tuc":',
      '',
      invented({ code: codes[1] ?? '' }),
    );
    expect(status).toBe(207);
    expect(receipts).toMatchObject([
      { line: 1, status: 'ACCEPTED', procedureCode: codes[0] },
      { line: 2, status: 'REJECTED', errors: [{ pointer: '/ten_thu_tuc', code: 'REQUIRED' }] },
      { line: 3, status: 'REJECTED', errors: [{ pointer: '/ma_thu_tuc', code: 'SYNTAX' }] },
      { line: 5, status: 'ACCEPTED', procedureCode: codes[1] },
    ]);
    for (const [index, receipt] of accepted(receipts).entries()) {
      expect((await publishedAt(receipt)).procedureCode).toBe(codes[index]);
    }
  });

  test('the same records again add nothing, and get their first receipts', async () => {
    const records = [invented({ code: newCode() }), invented({ code: newCode() })];
    const first = await send(...records);
    const before = await hub.recordCount();
    const again = await send(...records);
    expect(again.status).toBe(200);
    expect(await hub.recordCount()).toBe(before);
    const placed = (receipts: readonly (Line | Rejection)[]) =>
      accepted(receipts).map(({ id, position }) => ({ id, position }));
    expect(placed(again.receipts)).toEqual(placed(first.receipts));
    expect(accepted(again.receipts).map(({ isNew }) => isNew)).toEqual([false, false]);
  });

  test('a changed record adds a version in force from today; changed back, it adds another', async () => {
    const code = newCode();
    const days: string[] = [];
    for (const decision of ['A', 'B', 'A']) {
      const { status, receipts } = await send(invented({ code, fields: { so_quyet_dinh: decision } }));
      expect(status).toBe(202);
      for (const receipt of accepted(receipts)) {
        const { legalBasis, validFrom } = await publishedAt(receipt);
        expect(legalBasis).toBe(decision);
        days.push(validFrom);
      }
    }
    expect(days[0]).toBe('2025-07-01');
    expect(days.slice(1).every((day) => day > '2026-01-01')).toBe(true);
  });

  test('one code twice in a message: each line is a version of its own, the same one is known', async () => {
    const code = newCode();
    const { receipts } = await send(
      invented({ code, name: 'Tên cũ' }),
      invented({ code, name: 'Tên mới' }),
      invented({ code, name: 'Tên mới' }),
    );
    const lines = accepted(receipts);
    expect(lines.map(({ isNew }) => isNew)).toEqual([true, true, false]);
    expect(lines[2]?.position).toBe(lines[1]?.position);
    expect(lines[1]?.id).not.toBe(lines[0]?.id);
  });

  test('two messages at once are taken one after the other: what both state is stated once', async () => {
    const record = invented({ code: newCode() });
    const before = await hub.recordCount();
    const answers = await Promise.all([send(record), send(record), send(record)]);
    expect(answers.map(({ status }) => status).sort((left, right) => left - right)).toEqual([200, 200, 202]);
    expect(await hub.recordCount()).toBe(before + 1);
  });

  test('leaves out what the hub has built in, and a record that shows another procedure', async () => {
    const before = await hub.recordCount();
    const stranger = { ...invented({ code: newCode() }), ma_thu_tuc: newCode() };
    const { status, text: said } = await hub.post(
      DOOR,
      text([invented({ code: '1.001193' }), stranger]),
      NDJSON,
    );
    expect(status).toBe(422);
    expect(JSON.parse(said)).toMatchObject({
      code: 'MESSAGE_REFUSED',
      errors: [
        { line: 1, pointer: '/ma_thu_tuc', code: 'BUILT_IN' },
        { line: 2, pointer: '/raw_text', code: 'PAGE_OF_OTHER_PROCEDURE' },
      ],
    });
    expect(await hub.recordCount()).toBe(before);
  });

  test('a dry run shows what would be published, and publishes nothing', async () => {
    const before = await hub.recordCount();
    const code = newCode();
    const { status, body } = await hub.post(`${DOOR}?dryRun=true`, text([invented({ code })]), NDJSON);
    expect(status).toBe(200);
    expect(body.events).toMatchObject([{ topic: hub.topic, key: code }]);
    expect(await hub.recordCount()).toBe(before);
  });

  test('refuses other media types, an empty message and more lines than it takes', async () => {
    const json = await hub.post(DOOR, invented({ code: newCode() }));
    expect([json.status, json.body.code]).toEqual([415, 'MEDIA_TYPE_UNSUPPORTED']);
    const empty = await hub.post(DOOR, '\n\n', NDJSON);
    expect([empty.status, empty.body.errors?.[0]?.code]).toEqual([422, 'EMPTY']);
    const many = await hub.post(DOOR, '{}\n'.repeat(1001), NDJSON);
    expect([many.status, many.body.errors?.[0]?.code]).toEqual([422, 'TOO_MANY']);
  });

  test('is named by the documentation; the catalogue’s events stay out of /v1/events', async () => {
    const documented = await (await fetch(`${hub.address}/openapi.json`)).text();
    expect(documented).toContain(`"${DOOR}"`);
    expect(documented).not.toContain('procedure-published');
  });
});

// The national catalogue as published and as somebody else split it, and records invented in the same layout.

import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { ProcedurePublishedData } from '#schemas/generated/events.ts';
import {
  type CatalogueRecord,
  readCatalogueRecord,
} from '../../services/one-stop-shop/core/procedures/catalogue-record.ts';
import { translateRecord } from '../../services/one-stop-shop/core/procedures/translate-record.ts';
import { sharedData } from '../support/data.ts';

export const PUBLISHED_FILE = 'procedures.ndjson.gz';

/** A record as published: every member is a string. */
export type PublishedRecord = Readonly<Record<string, string>>;

/** The same record as the example data's own parser split it. */
export interface SplitRecord {
  readonly ma_thu_tuc: string;
  readonly papers: readonly {
    readonly case: string | null;
    readonly name: string;
    readonly form: string | null;
    readonly originals: number | null;
    readonly copies: number | null;
    readonly flags?: readonly string[];
  }[];
  readonly results: readonly { readonly code: string; readonly name: string }[];
  readonly channels: readonly {
    readonly channel: string;
    readonly days: number | null;
    readonly unit: string | null;
    readonly feeAmount: number | null;
  }[];
  readonly flags?: readonly string[];
}

function lines(file: string): string[] {
  const text = gunzipSync(readFileSync(sharedData(file))).toString('utf8');
  return text.split('\n').filter((line) => line !== '');
}

/** The published lines as they are. */
export function publishedLines(): readonly string[] {
  return lines(PUBLISHED_FILE);
}

export function publishedRecords(): readonly PublishedRecord[] {
  return publishedLines().map((line): PublishedRecord => JSON.parse(line));
}

export function splitRecords(): readonly SplitRecord[] {
  return lines('procedures.parsed.ndjson.gz').map((line): SplitRecord => JSON.parse(line));
}

/** Reads a record that can be read. */
export function read(record: PublishedRecord): CatalogueRecord {
  const found = readCatalogueRecord(record, []);
  if (found === undefined) throw new Error(`${record['ma_thu_tuc']} was refused`);
  return found;
}

/** A version of the record, in force for ever. */
export function procedureOf(record: PublishedRecord): ProcedurePublishedData {
  return { ...translateRecord(read(record)), validFrom: '2025-07-01', validTo: null };
}

interface Invented {
  readonly code: string;
  readonly name?: string;
  /** The section as it is glued. */
  readonly papers?: string;
  readonly results?: string;
  readonly channels?: string;
  readonly fields?: PublishedRecord;
}

export const PAPER_HEADER = 'Tên giấy tờMẫu đơn, tờ khaiSố lượng';

/** An invented record; its page is flattened as real ones are. */
export function invented({
  code,
  name = 'Cấp giấy phép thử nghiệm',
  papers = `--${PAPER_HEADER}Đơn đề nghị1 bản chínhGiấy phép lái xe0 bản chính,1 bản sao`,
  results = 'Giấy phép thử nghiệmMã: KQ.G15.900001',
  channels = 'Trực tiếp5 Ngày làm việcMiễn phí',
  fields = {},
}: Invented): PublishedRecord {
  const sections = {
    cach_thuc_thuc_hien: `Hình thức nộpThời gianPhí, lệ phíMô tả${channels}`,
    thanh_phan_ho_so: papers,
    ket_qua_xu_ly: `${results}Từ khóaKhông có thông tinMô tảKhông có thông tin`,
  };
  const raw_text =
    `${name}Tên thủ tục${name}Mã thủ tục${code}Số quyết định1/QĐ-BTPCấp thực hiệnCấp xã` +
    `Trình Tự Thực Hiện Bước 1: nộp Thành phần hồ sơ.\nCách Thức Thực Hiện${sections.cach_thuc_thuc_hien}` +
    `Thành phần hồ sơ${papers}Căn cứ pháp lýKhông có thông tinCơ quan thực hiệnKhông có thông tin` +
    `Yêu cầu, điều kiện thực hiệnKhông có thông tinKết quả xử lý${sections.ket_qua_xu_ly}`;
  return {
    bo: 'bo-tu-phap',
    ma_thu_tuc: code,
    ten_thu_tuc: name,
    so_quyet_dinh: '1/QĐ-BTP',
    cap_thuc_hien: 'Cấp tỉnh, Cấp xã',
    linh_vuc: 'Luật sư',
    doi_tuong_thuc_hien: 'Công dân Việt Nam',
    ...sections,
    raw_text,
    ...fields,
  };
}

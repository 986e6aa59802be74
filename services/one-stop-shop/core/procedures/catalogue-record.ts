/**
 * One record of the national catalogue of procedures as it is published, read: code, name, and the page whose
 * sections say the rest. The whole page is the truth where a field was cut wrongly. Members that the hub has no use
 * for are let pass.
 */
import type { Fault } from '#shared/pure/fault.ts';
import { type ObjectReader, readerOf } from '#shared/pure/object-reader.ts';
import { codeOnPage, type PageSections, sectionsOf } from './page.ts';

/** A record that can be translated; texts as published. */
export interface CatalogueRecord {
  readonly code: string;
  readonly name: string;
  /** The decision that published the procedure. */
  readonly decision: string;
  readonly field: string;
  readonly levels: readonly string[];
  /** Who may apply. */
  readonly applicants: string;
  readonly sections: PageSections;
  /** Fields that say something else than the same section of the whole page. */
  readonly cutWrongly: readonly string[];
  /** Fields as sent, for what is wrong with their characters. */
  readonly fields: ReadonlyMap<string, string>;
}

const CODE = /^\d\.\d{6}$/u;
const FIELD_LENGTH_MAX = 1_000_000;
const NAME_LENGTH_MAX = 2000;
const SECTIONS: Readonly<Record<string, keyof PageSections>> = {
  thanh_phan_ho_so: 'papers',
  ket_qua_xu_ly: 'results',
  cach_thuc_thuc_hien: 'channels',
};
const TEXTS = ['so_quyet_dinh', 'linh_vuc', 'cap_thuc_hien', 'doi_tuong_thuc_hien', ...Object.keys(SECTIONS)];

/** Reads a record; faults are noted with their pointers, and then there is none. */
export function readCatalogueRecord(value: unknown, faults: Fault[]): CatalogueRecord | undefined {
  const item = readerOf(value, faults);
  if (item === undefined) return undefined;
  const code = readCode(item);
  const name = item.required(
    'ten_thu_tuc',
    nonBlank(item.text('ten_thu_tuc', NAME_LENGTH_MAX)),
    '',
    'the name',
  );
  const page = item.text('raw_text', FIELD_LENGTH_MAX) ?? '';
  const fields = new Map([
    ['ten_thu_tuc', name],
    ...TEXTS.map((field) => [field, item.text(field, FIELD_LENGTH_MAX) ?? ''] as const),
  ]);
  refuseOtherPage(item, code, page);
  if (faults.length > 0) return undefined;
  const text = (field: string): string => known(fields.get(field));
  return {
    code,
    name,
    decision: text('so_quyet_dinh'),
    field: text('linh_vuc'),
    levels: listed(text('cap_thuc_hien')),
    applicants: text('doi_tuong_thuc_hien'),
    ...readSections(fields, page),
    fields: page === '' ? fields : new Map([...fields, ['raw_text', page]]),
  };
}

function readCode(item: ObjectReader): string {
  const code = item.required('ma_thu_tuc', nonBlank(item.text('ma_thu_tuc', 100)), '', 'the code');
  if (code === '' || CODE.test(code)) return code;
  const hint = 'a local form of a code means the national procedure: send that one';
  item.fault('ma_thu_tuc', { code: 'FORM', expected: 'a national code such as 1.004222', hint });
  return code;
}

/** What the page of another procedure says is nothing that this one may be published with. */
function refuseOtherPage(item: ObjectReader, code: string, page: string): void {
  const shown = codeOnPage(page);
  if (shown === undefined || shown === code) return;
  item.fault('raw_text', {
    code: 'PAGE_OF_OTHER_PROCEDURE',
    expected: `the page of ${code}`,
    hint: `it is the page of ${shown.slice(0, 20)}`,
  });
}

function nonBlank(text: string | undefined): string | undefined {
  return text === undefined || text.trim() === '' ? undefined : text;
}

/** «Không có thông tin» says that nothing is said. */
function known(text = ''): string {
  return text.trim() === 'Không có thông tin' ? '' : text.trim();
}

function listed(text: string): readonly string[] {
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

/** From the whole page where there is one, else from the fields. */
function readSections(
  fields: ReadonlyMap<string, string>,
  page: string,
): Pick<CatalogueRecord, 'sections' | 'cutWrongly'> {
  const sent = {
    papers: fields.get('thanh_phan_ho_so') ?? '',
    results: fields.get('ket_qua_xu_ly') ?? '',
    channels: fields.get('cach_thuc_thuc_hien') ?? '',
  };
  const sections = sectionsOf(page);
  if (sections === undefined) return { sections: sent, cutWrongly: [] };
  const cutWrongly = Object.entries(SECTIONS)
    .filter(([, section]) => sent[section].trim() !== sections[section].trim())
    .map(([field]) => field);
  return { sections, cutWrongly };
}

/** The lists of a personnel record. Undefined is a list that was not sent and states nothing. */
import type { ObjectReader } from '#shared/pure/object-reader.ts';
import type { Day } from '#shared/pure/time.ts';
import {
  readPeriod,
  readText,
  requireAgency,
  requireDay,
  requireDecimal,
  requireInteger,
  requireText,
} from './record-fields.ts';

interface Period {
  readonly from: Day;
  /** The last day. */
  readonly to: Day | undefined;
}

export interface Contract extends Period {
  readonly kind: string;
  readonly number: string | undefined;
}

export interface Degree {
  readonly level: string;
  readonly field: string;
  readonly institution: string;
  readonly year: number;
}

export interface Certificate {
  readonly kind: string;
  readonly name: string;
  readonly issuedOn: Day;
}

export interface SalaryRecord {
  readonly rank: string;
  readonly step: number;
  /** Decimal. */
  readonly coefficient: string;
  readonly from: Day;
}

export interface Post extends Period {
  readonly agencyCode: string;
  readonly title: string;
}

export interface Leave extends Period {
  readonly kind: string;
}

export interface RecordLists {
  readonly contracts: readonly Contract[] | undefined;
  readonly degrees: readonly Degree[] | undefined;
  readonly certificates: readonly Certificate[] | undefined;
  readonly salaryRecords: readonly SalaryRecord[] | undefined;
  readonly positions: readonly Post[] | undefined;
  readonly leaves: readonly Leave[] | undefined;
}

const ITEM_COUNT_MAX = 500;
const YEAR_MIN = 1900;
const YEAR_MAX = 2200;

/** All lists; every fault is noted on its item. */
export function readLists(record: ObjectReader): RecordLists {
  return {
    contracts: readList(record, 'contracts', (item) => ({
      kind: requireText(item, 'kind'),
      number: readText(item, 'number'),
      ...readPeriod(item),
    })),
    degrees: readList(record, 'degrees', (item) => ({
      level: requireText(item, 'level'),
      field: requireText(item, 'field'),
      institution: requireText(item, 'institution'),
      year: requireInteger(item, 'year', YEAR_MIN, YEAR_MAX),
    })),
    certificates: readList(record, 'certificates', (item) => ({
      kind: requireText(item, 'kind'),
      name: requireText(item, 'name'),
      issuedOn: requireDay(item, 'issuedOn'),
    })),
    salaryRecords: readList(record, 'salaryRecords', (item) => ({
      rank: requireText(item, 'rank'),
      step: requireInteger(item, 'step', 0, 100),
      coefficient: requireDecimal(item, 'coefficient'),
      from: requireDay(item, 'from'),
    })),
    positions: readList(record, 'positions', (item) => ({
      agencyCode: requireAgency(item, 'agencyCode'),
      title: requireText(item, 'title'),
      ...readPeriod(item),
    })),
    leaves: readList(record, 'leaves', (item) => ({ kind: requireText(item, 'kind'), ...readPeriod(item) })),
  };
}

function readList<T>(
  record: ObjectReader,
  name: string,
  read: (item: ObjectReader) => T,
): readonly T[] | undefined {
  return record.objects(name, ITEM_COUNT_MAX)?.map((item) => {
    const value = read(item);
    item.refuseUnasked();
    return value;
  });
}

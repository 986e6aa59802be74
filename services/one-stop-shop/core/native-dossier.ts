/**
 * One dossier of a DongBoHoSoMC message, read. Required is what the hub cannot do without (code, procedure, status,
 * a date of filing or reception): of the fields called mandatory no two senders send the same ones.
 */
import type { DossierStatus } from '#schemas/generated/events.ts';
import type { ObjectReader } from '#shared/pure/object-reader.ts';
import type { Instant } from '#shared/pure/time.ts';
import { type DossierCode, parseDossierCode } from './dossier-code.ts';
import { parseDossierStatus } from './dossier-status.ts';
import { readCode, readIdentityNumber, readText, readTime } from './native-fields.ts';
import {
  type NativeComponent,
  type NativeFee,
  type NativeResult,
  type NativeSupplement,
  readComponents,
  readFees,
  readResults,
  readSupplements,
} from './native-lists.ts';
import { type NativeSigns, passedOver, readSigns } from './native-signs.ts';

/** A list that is undefined states nothing; an empty one states that there is none. */
export interface NativeDossier {
  readonly code: DossierCode;
  readonly procedureCode: string;
  readonly procedureName: string | undefined;
  readonly fieldCode: string | undefined;
  readonly fieldName: string | undefined;
  readonly channelCode: string | undefined;
  readonly status: DossierStatus;
  readonly unitName: string | undefined;
  readonly otherDossierCode: string | undefined;
  readonly ownerKind: string | undefined;
  readonly ownerNumber: string | undefined;
  readonly ownerName: string | undefined;
  /** Identity numbers of DinhDanhCHS; LoaiDinhDanh is passed over, since the shape of the number says more. */
  readonly owners: readonly (string | undefined)[];
  readonly email: string | undefined;
  readonly phone: string | undefined;
  readonly abstract: string | undefined;
  readonly notes: readonly string[];
  readonly returnNote: string | undefined;
  /** NgayNopHoSo, else NgayTiepNhan. */
  readonly filedAt: Instant;
  readonly receivedAt: Instant | undefined;
  readonly dueAt: Instant | undefined;
  readonly refusedAt: Instant | undefined;
  readonly finishedAt: Instant | undefined;
  readonly returnedAt: Instant | undefined;
  readonly components: readonly NativeComponent[] | undefined;
  readonly fees: readonly NativeFee[] | undefined;
  readonly supplements: readonly NativeSupplement[] | undefined;
  readonly results: readonly NativeResult[] | undefined;
  readonly signs: NativeSigns;
  /** Known fields in which something is stated that makes no fact. */
  readonly passedOver: readonly string[];
}

/** What the style of the message says about its fields. */
export interface DossierReading {
  /** MaDoiTuong holds the owner's identity number, as senders with query parameters write it, and no account. */
  readonly accountIsIdentity: boolean;
}

/** Notes every fault of the dossier on its reader; the value is of use only if there is none. */
export function readDossier(item: ObjectReader, reading: DossierReading): NativeDossier {
  return {
    signs: readSigns(item),
    passedOver: passedOver(item),
    code: readDossierCode(item),
    procedureCode: item.required('MaTTHC', readCode(item, 'MaTTHC'), '', 'the code of the procedure'),
    procedureName: readText(item, 'TenTTHC'),
    fieldCode: readCode(item, 'MaLinhVuc'),
    fieldName: readText(item, 'TenLinhVuc'),
    channelCode: readCode(item, 'KenhThucHien'),
    status: readStatus(item, 'TrangThaiHoSo'),
    unitName: readText(item, 'DonViXuLy'),
    otherDossierCode: readCode(item, 'MaHoSoKhac'),
    ...readOwner(item, reading),
    ...readWords(item),
    ...readDates(item),
    components: readComponents(item),
    fees: readFees(item),
    supplements: readSupplements(item),
    results: readResults(item),
  };
}

export function readDossierCode(item: ObjectReader): DossierCode {
  const none = { key: '', agency: '' };
  const text = readText(item, 'MaHoSo');
  const code = text === undefined ? undefined : parseDossierCode(text);
  if (text !== undefined && code === undefined) {
    item.fault('MaHoSo', {
      code: 'FORM',
      expected: '{agencyCode}-{yyMMdd}-{sequence}',
      hint: 'for example H44.150-260914-0012 or 000.00.16.H23-210305-0007',
    });
  }
  return item.required('MaHoSo', code, none, 'the code of the dossier');
}

export function readStatus(item: ObjectReader, name: string): DossierStatus {
  const text = readCode(item, name);
  const status = text === undefined ? undefined : parseDossierStatus(text);
  if (text !== undefined && status === undefined) {
    item.fault(name, { code: 'NOT_LISTED', expected: 'a status code from 1 to 10' });
  }
  return item.required(name, status, 'UNKNOWN', 'a status code from 1 to 10');
}

function readOwner(item: ObjectReader, { accountIsIdentity }: DossierReading) {
  const owners = item.objects('DinhDanhCHS', 200) ?? [];
  const account = accountIsIdentity ? readIdentityNumber(item, 'MaDoiTuong') : undefined;
  return {
    ownerKind: readCode(item, 'LoaiDoiTuong'),
    ownerNumber: readIdentityNumber(item, 'SoGiayToChuHoSo') ?? account,
    ownerName: readText(item, 'ChuHoSo'),
    owners: owners.map((owner) => {
      owner.get('LoaiDinhDanh');
      return readIdentityNumber(owner, 'SoDinhDanh');
    }),
    email: readText(item, 'Email'),
    phone: readCode(item, 'SoDienThoai'),
  };
}

function readWords(item: ObjectReader) {
  const notes = [readText(item, 'GhiChu'), readText(item, 'ThongTinKhac')];
  return {
    abstract: readText(item, 'TrichYeuHoSo'),
    notes: notes.filter((note) => note !== undefined),
    returnNote: readText(item, 'ThongTinTra'),
  };
}

function readDates(item: ObjectReader) {
  const receivedAt = readTime(item, 'NgayTiepNhan');
  const filedAt = readTime(item, 'NgayNopHoSo') ?? receivedAt;
  return {
    filedAt: item.required('NgayTiepNhan', filedAt, 0, 'NgayTiepNhan or NgayNopHoSo, yyyyMMddHHmmss'),
    receivedAt,
    dueAt: readTime(item, 'NgayHenTra'),
    refusedAt: readTime(item, 'NgayTuChoi'),
    finishedAt: readTime(item, 'NgayKetThucXuLy'),
    returnedAt: readTime(item, 'NgayTra'),
  };
}

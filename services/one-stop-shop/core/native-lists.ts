/**
 * The lists inside a dossier. Items marked as deleted are left out, as are items in which every field is blank
 * (empty rows of a form). Undefined is a list that states nothing: absent, null or of blank items only.
 */
import type { Reuse } from '#schemas/generated/events.ts';
import type { ObjectReader } from '#shared/pure/object-reader.ts';
import type { Instant } from '#shared/pure/time.ts';
import { readAmount, readCode, readFlag, readPath, readText, readTime } from './native-fields.ts';

export interface NativeComponent {
  readonly fileId: string | undefined;
  readonly name: string | undefined;
  /** Code of the required paper, as sent. */
  readonly code: string | undefined;
  readonly path: string | undefined;
  /** More than one path stood in the field. */
  readonly isJoined: boolean;
  readonly digitised: boolean;
  readonly reuse: Reuse;
  readonly replacesResultCode: string | undefined;
}

export interface NativeResult {
  readonly paperId: string | undefined;
  readonly name: string | undefined;
  readonly code: string | undefined;
  readonly path: string | undefined;
  /** More than one path stood in the field. */
  readonly isJoined: boolean;
  readonly resultCode: string | undefined;
}

export interface NativeFee {
  readonly code: string | undefined;
  readonly name: string | undefined;
  /** đồng */
  readonly amount: number;
  readonly collection: string | undefined;
  readonly feeKind: string | undefined;
}

export interface NativeSupplement {
  readonly id: string | undefined;
  readonly requestedBy: string | undefined;
  readonly request: string | undefined;
  readonly requestedAt: Instant | undefined;
  readonly receivedBy: string | undefined;
  readonly answer: string | undefined;
  readonly receivedAt: Instant | undefined;
  readonly isReceived: boolean;
  readonly papers: readonly { readonly code: string | undefined; readonly name: string | undefined }[];
  readonly dueAtBefore: Instant | undefined;
  readonly dueAtAfter: Instant | undefined;
}

const ITEM_COUNT_MAX = 500;

/** TaiLieuNop: the papers handed in. */
export function readComponents(dossier: ObjectReader): readonly NativeComponent[] | undefined {
  return livingPapers(dossier, 'TaiLieuNop')?.map((item) => {
    item.get('DuocLayTuKhoDMQG');
    return {
      fileId: readCode(item, 'TepDinhKemId'),
      name: readText(item, 'TenTepDinhKem'),
      code: readCode(item, 'MaThanhPhanHoSo'),
      ...readPath(item, 'DuongDanTaiTepTin'),
      digitised: readDigitised(item),
      reuse: readReuse(item),
      replacesResultCode: readCode(item, 'MaKetQuaThayThe'),
    };
  });
}

/** DanhSachGiayToKetQua: the papers given out. */
export function readResults(dossier: ObjectReader): readonly NativeResult[] | undefined {
  return livingPapers(dossier, 'DanhSachGiayToKetQua')?.map((item) => ({
    paperId: readCode(item, 'GiayToId'),
    name: readText(item, 'TenGiayTo'),
    code: readCode(item, 'MaThanhPhanHoSo'),
    ...readPath(item, 'DuongDanTepTinKetQua'),
    resultCode: readCode(item, 'MaGiayToKetQua'),
  }));
}

/** DanhSachLePhi: what is to be paid. */
export function readFees(dossier: ObjectReader): readonly NativeFee[] | undefined {
  return livingItems(dossier, 'DanhSachLePhi')?.map((item) => ({
    code: readCode(item, 'MaPhiLePhi'),
    name: readText(item, 'TenPhiLePhi'),
    amount: item.required('Gia', readAmount(item, 'Gia'), 0, 'the amount in đồng'),
    collection: readCode(item, 'HinhThucThu'),
    feeKind: readCode(item, 'LoaiPhiLePhi'),
  }));
}

/** DanhSachHoSoBoSung: what was asked for later, and what came. */
export function readSupplements(dossier: ObjectReader): readonly NativeSupplement[] | undefined {
  return livingItems(dossier, 'DanhSachHoSoBoSung')?.map((item) => {
    item.get('DanhSachLePhiBoSung');
    const receivedAt = readTime(item, 'NgayTiepNhanBoSung');
    const papers = livingItems(item, 'DanhSachGiayToBoSung') ?? [];
    return {
      id: readCode(item, 'HoSoBoSungId'),
      requestedBy: readText(item, 'NguoiYeuCauBoSung'),
      request: readText(item, 'NoiDungBoSung'),
      requestedAt: readTime(item, 'NgayBoSung'),
      receivedBy: readText(item, 'NguoiTiepNhanBoSung'),
      answer: readText(item, 'ThongTinTiepNhan'),
      receivedAt,
      isReceived: (readFlag(item, 'TrangThaiBoSung') ?? false) || receivedAt !== undefined,
      papers: papers.map((paper) => ({
        code: readCode(paper, 'MaThanhPhanHoSo') ?? readCode(paper, 'MaGiayTo'),
        name: readText(paper, 'TenGiayTo') ?? readText(paper, 'TenTepDinhKem'),
      })),
      dueAtBefore: readTime(item, 'NgayHenTraTruoc'),
      dueAtAfter: readTime(item, 'NgayHenTraMoi'),
    };
  });
}

const REUSES: ReadonlyMap<string, Reuse> = new Map([
  ['0', 'NONE'],
  ['1', 'COMPONENT'],
  ['2', 'RESULT'],
]);

/** DuocSoHoa: anything but no; senders set it whenever there is a file, so nothing rests on it. */
function readDigitised(item: ObjectReader): boolean {
  const value = item.get('DuocSoHoa');
  if (typeof value === 'boolean') return value;
  const code = readCode(item, 'DuocSoHoa')?.toLowerCase();
  return code !== undefined && code !== '0' && code !== 'false';
}

/** DuocTaiSuDung; a code that nobody has defined says nothing, and refuses nothing. */
function readReuse(item: ObjectReader): Reuse {
  return REUSES.get(readCode(item, 'DuocTaiSuDung') ?? '0') ?? 'UNKNOWN';
}

/** Senders leave a list of papers empty when they have nothing new: only deleted items empty it (rules.md 5). */
function livingPapers(dossier: ObjectReader, name: string): readonly ObjectReader[] | undefined {
  const sent = dossier.get(name);
  return Array.isArray(sent) && sent.length === 0 ? undefined : livingItems(dossier, name);
}

function livingItems(owner: ObjectReader, name: string): readonly ObjectReader[] | undefined {
  const items = owner.objects(name, ITEM_COUNT_MAX);
  const stated = items?.filter((item) => stays(item, !item.isBlank()));
  if (items === undefined || stated === undefined) return undefined;
  if (items.length > 0 && stated.length === 0) return undefined;
  return stated.filter((item) => stays(item, readFlag(item, 'IsDeleted') !== true));
}

/** What nobody reads of an item that is left out is not missed. */
function stays(item: ObjectReader, isKept: boolean): boolean {
  if (!isKept) item.leaveOut();
  return isKept;
}

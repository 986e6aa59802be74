/**
 * Fields of a dossier from which the hub reads no fact, because of no two systems they mean the same: known to the
 * hub, looked at for signs of how the sender's system works, and listed for the sender as unread.
 */
import type { ObjectReader } from '#shared/pure/object-reader.ts';
import { isZoneless } from './native-time.ts';

export interface NativeSigns {
  readonly fax: string;
  readonly phone: string;
  /** MaDoiTuong: the account on the portal. */
  readonly account: 'STATED' | 'BLANK' | 'ABSENT';
  /** MaCSDL of every entry of DSKetNoiCSDL. */
  readonly databases: readonly string[];
  readonly accountVerified: string;
  readonly hasDigitisedPapers: string;
  /** A time is stated without its zone. */
  readonly hasZonelessTime: boolean;
}

const PASSED_OVER = [
  'SoBienNhan',
  'MaDoiTuong',
  'Fax',
  'HinhThuc',
  'NoiNopHoSo',
  'HoSoCoThanhPhanSoHoa',
  'TaiKhoanDuocXacThucVoiVNeID',
  'DuocThanhToanTrucTuyen',
  'DSKetNoiCSDL',
  'DanhSachTepDinhKemKhac',
] as const;

const TIMES = [
  'NgayTiepNhan',
  'NgayNopHoSo',
  'NgayHenTra',
  'NgayTra',
  'NgayTuChoi',
  'NgayKetThucXuLy',
] as const;

/** Never notes a fault: whatever stands in these fields, the dossier can be taken. */
export function readSigns(item: ObjectReader): NativeSigns {
  return {
    fax: plain(item.get('Fax')),
    phone: plain(item.get('SoDienThoai')),
    account: accountOf(item),
    databases: codesOf(item.get('DSKetNoiCSDL')),
    accountVerified: plain(item.get('TaiKhoanDuocXacThucVoiVNeID')),
    hasDigitisedPapers: plain(item.get('HoSoCoThanhPhanSoHoa')),
    hasZonelessTime: TIMES.some((name) => isZoneless(item.get(name))),
  };
}

/** The fields among these in which something is stated. */
export function passedOver(item: ObjectReader): readonly string[] {
  return PASSED_OVER.filter((name) => {
    const value = item.get(name);
    return Array.isArray(value) ? value.length > 0 : plain(value) !== '';
  });
}

function accountOf(item: ObjectReader): NativeSigns['account'] {
  if (!item.has('MaDoiTuong')) return 'ABSENT';
  return plain(item.get('MaDoiTuong')) === '' ? 'BLANK' : 'STATED';
}

function codesOf(databases: unknown): readonly string[] {
  if (!Array.isArray(databases)) return [];
  return databases.map((entry: unknown) =>
    typeof entry === 'object' && entry !== null && 'MaCSDL' in entry ? plain(entry.MaCSDL) : '',
  );
}

/** A text or number without the blanks around it; anything else is empty. */
function plain(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}

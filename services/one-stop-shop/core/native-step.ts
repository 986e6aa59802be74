/** One row of a CapNhatTienDoHoSoMC message, read: a step of the work on a dossier. */
import type { DossierStatus } from '#schemas/generated/events.ts';
import type { ObjectReader } from '#shared/pure/object-reader.ts';
import type { Instant } from '#shared/pure/time.ts';
import type { DossierCode } from './dossier-code.ts';
import { readDossierCode, readStatus } from './native-dossier.ts';
import { readText, readTime } from './native-fields.ts';
import { isZoneless } from './native-time.ts';

export interface NativeStep {
  readonly code: DossierCode;
  readonly at: Instant;
  readonly status: DossierStatus;
  readonly officer: string | undefined;
  readonly officerTitle: string | undefined;
  readonly unitName: string | undefined;
  readonly content: string | undefined;
  readonly startedAt: Instant | undefined;
  readonly dueAt: Instant | undefined;
  /** A time is stated without its zone. */
  readonly hasZonelessTime: boolean;
}

const TIMES = ['ThoiDiemXuLy', 'NgayBatDau', 'NgayKetThucTheoQuyDinh'] as const;

/** Notes every fault of the row on its reader; the value is of use only if there is none. */
export function readStep(item: ObjectReader): NativeStep {
  return {
    code: readDossierCode(item),
    at: item.required(
      'ThoiDiemXuLy',
      readTime(item, 'ThoiDiemXuLy'),
      0,
      'the time of the step, yyyyMMddHHmmss',
    ),
    status: readStatus(item, 'TrangThai'),
    officer: readText(item, 'NguoiXuLy'),
    officerTitle: readText(item, 'ChucDanh'),
    unitName: readText(item, 'PhongBanXuLy'),
    content: readText(item, 'NoiDungXuLy'),
    startedAt: readTime(item, 'NgayBatDau'),
    dueAt: readTime(item, 'NgayKetThucTheoQuyDinh'),
    hasZonelessTime: TIMES.some((name) => isZoneless(item.get(name))),
  };
}

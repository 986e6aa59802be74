/** Messages of one-stop systems in the form that they send to the national portal: `DongBoHoSoMC`, envelope A. */
import type { Message } from './row.ts';

/** What differs from dossier to dossier; the other fields stand as these systems send them. */
export interface SyncedDossier {
  readonly MaHoSo: string;
  readonly MaTTHC: string;
  readonly TenTTHC: string;
  readonly ChuHoSo: string;
  readonly SoGiayToChuHoSo: string;
  readonly Email: string;
  readonly SoDienThoai: string;
  readonly TrichYeuHoSo: string;
  readonly DinhDanhCHS: readonly string[];
  readonly NgayNopHoSo: string;
  readonly NgayTiepNhan: string;
  readonly NgayHenTra: string;
  readonly TrangThaiHoSo: string;
  readonly NgayKetThucXuLy?: string;
  readonly NgayTra?: string;
  readonly TaiLieuNop: readonly Submitted[];
  readonly DanhSachGiayToKetQua?: readonly Result[];
}

interface Submitted {
  readonly TepDinhKemId: string;
  readonly TenTepDinhKem: string;
}

interface Result {
  readonly TenGiayTo: string;
  readonly DuongDanTepTinKetQua: string;
  readonly MaGiayToKetQua: string;
}

/** The whole dossier as it stands. */
export function dossierSync(dossier: SyncedDossier): Message {
  return {
    door: 'NATIONAL_SYNC',
    body: {
      session: 'd5a1c3f2-synthetic-session',
      madonvi: 'H44',
      isUpdating: 'False',
      service: 'DongBoHoSoMC',
      data: [{ ...USUAL, ...dossier, ...lists(dossier) }],
    },
  };
}

const USUAL = {
  MaLinhVuc: 'G15-TP03',
  TenLinhVuc: 'Hộ tịch',
  SoBienNhan: '',
  KenhThucHien: '2',
  LoaiDoiTuong: '1',
  MaDoiTuong: '',
  ThongTinKhac: '',
  Fax: '',
  NgayTra: '',
  ThongTinTra: '',
  HinhThuc: '0',
  NgayKetThucXuLy: '',
  DonViXuLy: 'Ủy ban nhân dân phường Việt Trì',
  GhiChu: '',
  DanhSachLePhi: [],
  DanhSachTepDinhKemKhac: [],
  DanhSachHoSoBoSung: [],
  NoiNopHoSo: '2',
  HoSoCoThanhPhanSoHoa: '1',
  TaiKhoanDuocXacThucVoiVNeID: '1',
  DuocThanhToanTrucTuyen: '1',
  NgayTuChoi: '',
  DSKetNoiCSDL: [{ MaCSDL: '7' }],
};

function lists({ DinhDanhCHS, TaiLieuNop, DanhSachGiayToKetQua = [] }: SyncedDossier) {
  return {
    DinhDanhCHS: DinhDanhCHS.map((SoDinhDanh) => ({ LoaiDinhDanh: '1', SoDinhDanh })),
    TaiLieuNop: TaiLieuNop.map((file) => ({
      ...file,
      IsDeleted: 'False',
      MaThanhPhanHoSo: '',
      DuongDanTaiTepTin: `https://files.example.vn/dvc/${file.TepDinhKemId}.pdf`,
      DuocSoHoa: '1',
      DuocTaiSuDung: '0',
      DuocLayTuKhoDMQG: '0',
      MaKetQuaThayThe: '',
    })),
    DanhSachGiayToKetQua: DanhSachGiayToKetQua.map((result) => ({
      ...result,
      MaThanhPhanHoSo: '',
      GiayToId: '',
    })),
  };
}

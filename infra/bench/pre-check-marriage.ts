/** A marriage as the one-stop shop's system states it: a native message, which makes a snapshot of the dossier. */
import { codeOf, NAMES, personOf, tokenOf } from './pre-check-households.ts';

/** The whole dossier of the marriage as its system states it, with the day on which it was due. */
export function marriageMessage(household: number, due: string): unknown {
  const token = tokenOf(household);
  const file = { IsDeleted: 'False', MaThanhPhanHoSo: '', DuocSoHoa: '1', DuocTaiSuDung: '0' };
  const dossierOfBoth = {
    MaHoSo: codeOf(household, 'MARRIAGE'),
    MaTTHC: '1.000894',
    TenTTHC: 'Thủ tục đăng ký kết hôn',
    MaLinhVuc: 'G15-TP03',
    TenLinhVuc: 'Hộ tịch',
    KenhThucHien: '2',
    ChuHoSo: NAMES.MOTHER,
    SoGiayToChuHoSo: personOf(household, 'MOTHER').id,
    LoaiDoiTuong: '1',
    DinhDanhCHS: (['MOTHER', 'FATHER'] as const).map((member) => ({
      LoaiDinhDanh: '1',
      SoDinhDanh: personOf(household, member).id,
    })),
    NgayNopHoSo: '20250908083000',
    NgayTiepNhan: '20250908090000',
    NgayHenTra: due,
    NgayKetThucXuLy: '20250910091500',
    NgayTra: '20250910100000',
    TrangThaiHoSo: '10',
    DonViXuLy: 'UBND tỉnh Phú Thọ',
    TaiLieuNop: [
      {
        ...file,
        TepDinhKemId: `1${token}`,
        TenTepDinhKem: 'Giấy xác nhận tình trạng hôn nhân.pdf',
        DuongDanTaiTepTin: `https://files.example.vn/1${token}.pdf`,
        DuocLayTuKhoDMQG: '0',
        MaKetQuaThayThe: '',
      },
    ],
    DanhSachGiayToKetQua: [
      {
        TenGiayTo: 'Giấy chứng nhận kết hôn (bản điện tử).pdf',
        MaThanhPhanHoSo: '',
        GiayToId: '',
        DuongDanTepTinKetQua: `https://files.example.vn/2${token}.pdf`,
        MaGiayToKetQua: 'KQ.G15.000032',
      },
    ],
    DanhSachLePhi: [],
    DanhSachTepDinhKemKhac: [],
    DanhSachHoSoBoSung: [],
    NoiNopHoSo: '2',
    HoSoCoThanhPhanSoHoa: '1',
  };
  const message = { session: 'bench', madonvi: 'H44', isUpdating: 'False', service: 'DongBoHoSoMC' };
  return { ...message, data: [dossierOfBoth] };
}

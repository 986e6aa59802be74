/** Dossiers as one-stop systems send them to the national portal, bare and whole: they need no session. Invented. */

/** What the hub makes of one. */
export const FACTS_OF_A_DOSSIER = 8;

/** A list of finished dossiers with these codes, each with another owner of the 999 series. */
export function syncedDossiers(codes: readonly string[]): string {
  return JSON.stringify(codes.map(syncedDossier));
}

function syncedDossier(code: string, at: number): Readonly<Record<string, unknown>> {
  const owner = `999${String(at).padStart(9, '0')}`;
  return {
    MaHoSo: code,
    MaTTHC: '1.001193',
    TenTTHC: 'Thủ tục đăng ký khai sinh',
    MaLinhVuc: 'G15-TP03',
    TenLinhVuc: 'Hộ tịch',
    KenhThucHien: '2',
    SoGiayToChuHoSo: owner,
    ChuHoSo: 'Người Thử Nghiệm',
    LoaiDoiTuong: '1',
    MaDoiTuong: '',
    Email: 'thu@example.vn',
    SoDienThoai: '0900000999',
    TrichYeuHoSo: 'Hồ sơ thử nghiệm đăng ký khai sinh',
    NgayNopHoSo: '20260105081102',
    NgayTiepNhan: '20260105083015',
    NgayHenTra: '20260106170000',
    TrangThaiHoSo: '10',
    NgayKetThucXuLy: '20260106093000',
    NgayTra: '20260106094500',
    HinhThuc: '0',
    DonViXuLy: 'Đơn vị thử nghiệm',
    TaiLieuNop: ['000.00.00.G15-TPHS01', '000.00.00.G15-TPHS02'].map((kind, part) => ({
      TepDinhKemId: `99990${part}`,
      TenTepDinhKem: 'Giấy tờ thử nghiệm.pdf',
      IsDeleted: 'False',
      MaThanhPhanHoSo: kind,
      DuongDanTaiTepTin: `https://files.example.vn/99990${part}.pdf`,
      DuocSoHoa: '1',
      DuocTaiSuDung: '0',
      DuocLayTuKhoDMQG: '0',
      MaKetQuaThayThe: '',
    })),
    DanhSachLePhi: [
      { TenPhiLePhi: 'Phí thử nghiệm', MaPhiLePhi: '1', HinhThucThu: '1', Gia: '8000', LoaiPhiLePhi: '1' },
    ],
    DanhSachTepDinhKemKhac: [],
    DanhSachHoSoBoSung: [],
    DanhSachGiayToKetQua: [
      {
        TenGiayTo: 'Giấy khai sinh thử nghiệm.pdf',
        MaThanhPhanHoSo: '',
        GiayToId: '',
        DuongDanTepTinKetQua: 'https://files.example.vn/999910.pdf',
        MaGiayToKetQua: 'KQ.G15.000031',
      },
    ],
    DinhDanhCHS: [{ LoaiDinhDanh: '1', SoDinhDanh: owner }],
  };
}

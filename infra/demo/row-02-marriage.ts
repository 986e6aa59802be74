/** Row 2: Hà and Đức marry; the confirmation has done its service. */
import { dossierSync } from './national-sync.ts';
import { DUC, HA } from './people.ts';
import type { Row } from './row.ts';
import { CONFIRMATION_HELD, CONFIRMATION_SUPERSEDED, marriageQuestion } from './row-01-single-status.ts';

export const ROW_02: Row = {
  number: 2,
  title: 'Hà and Đức marry',
  steps: [
    {
      key: '02-marriage',
      title: 'The certificate is returned on 20 March, to both',
      messages: [
        dossierSync({
          MaHoSo: 'H44.150-260318-0004',
          MaTTHC: '1.000894',
          TenTTHC: 'Thủ tục đăng ký kết hôn',
          ChuHoSo: HA.name,
          SoGiayToChuHoSo: HA.subject.id,
          Email: 'ha.nguyen@example.vn',
          SoDienThoai: '0900000123',
          TrichYeuHoSo: 'Đăng ký kết hôn giữa chị Nguyễn Thị Thu Hà và anh Trần Minh Đức',
          DinhDanhCHS: [HA.subject.id, DUC.subject.id],
          NgayNopHoSo: '20260318083000',
          NgayTiepNhan: '20260318090000',
          NgayHenTra: '20260320170000',
          TrangThaiHoSo: '10',
          NgayKetThucXuLy: '20260320091500',
          NgayTra: '20260320100000',
          TaiLieuNop: [{ TepDinhKemId: '885001', TenTepDinhKem: 'Tờ khai đăng ký kết hôn.pdf' }],
          DanhSachGiayToKetQua: [
            {
              TenGiayTo: 'Giấy chứng nhận kết hôn (bản điện tử).pdf',
              DuongDanTepTinKetQua: 'https://files.example.vn/dvc/kq/885101.pdf',
              MaGiayToKetQua: 'KQ.G15.000032',
            },
          ],
        }),
      ],
      asks: [
        {
          kind: 'PRE_CHECK',
          title: 'Marriage registration again, after the wedding',
          question: marriageQuestion('2026-03-25'),
          before: CONFIRMATION_HELD,
          answer: CONFIRMATION_SUPERSEDED,
        },
        {
          kind: 'PRE_CHECK',
          title: 'The same, as things stood before the wedding',
          question: marriageQuestion('2026-03-10'),
          before: CONFIRMATION_HELD,
          answer: CONFIRMATION_HELD,
        },
      ],
    },
  ],
};

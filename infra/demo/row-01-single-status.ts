/** Row 1: Hà has it confirmed that she is not married. */
import { dossierSync } from './national-sync.ts';
import { DUC, HA } from './people.ts';
import { as, type ExpectedPreCheck, type PreCheckAsk, type PreCheckQuestion, type Row } from './row.ts';

/** What Hà and Đức must bring to register their marriage, on a day. */
export function marriageQuestion(on: string): PreCheckQuestion {
  return { procedureCode: '1.000894', subjects: [as('APPLICANT', HA), as('SPOUSE', DUC)], on };
}

export const NOTHING_KNOWN: ExpectedPreCheck = {
  papers: ['NOT_REUSABLE', 'MISSING', 'CONDITIONAL'],
  toBring: [1, 2],
};
export const CONFIRMATION_HELD: ExpectedPreCheck = {
  papers: ['NOT_REUSABLE', 'HELD', 'CONDITIONAL'],
  toBring: [1],
};
export const CONFIRMATION_SUPERSEDED: ExpectedPreCheck = {
  papers: ['NOT_REUSABLE', 'STALE/SUPERSEDED', 'CONDITIONAL'],
  toBring: [1, 2],
};

const inTime: PreCheckAsk = {
  kind: 'PRE_CHECK',
  title: 'Marriage registration, Hà and Đức',
  question: marriageQuestion('2026-03-10'),
  before: NOTHING_KNOWN,
  answer: CONFIRMATION_HELD,
  filed: true,
};

const tooLate: PreCheckAsk = {
  kind: 'PRE_CHECK',
  title: 'The same, more than six months later',
  question: marriageQuestion('2026-10-10'),
  before: NOTHING_KNOWN,
  answer: { papers: ['NOT_REUSABLE', 'STALE/EXPIRED', 'CONDITIONAL'], toBring: [1, 2] },
  last: CONFIRMATION_SUPERSEDED,
};

export const ROW_01: Row = {
  number: 1,
  title: 'Hà is confirmed to be single',
  steps: [
    {
      key: '01-single-status',
      title: 'The commune returns the confirmation on 2 March',
      messages: [
        dossierSync({
          MaHoSo: 'H44.150-260226-0009',
          MaTTHC: '1.004873',
          TenTTHC: 'Thủ tục cấp Giấy xác nhận tình trạng hôn nhân',
          ChuHoSo: HA.name,
          SoGiayToChuHoSo: HA.subject.id,
          Email: 'ha.nguyen@example.vn',
          SoDienThoai: '0900000123',
          TrichYeuHoSo: 'Xác nhận tình trạng hôn nhân để đăng ký kết hôn với anh Trần Minh Đức',
          DinhDanhCHS: [HA.subject.id],
          NgayNopHoSo: '20260226091200',
          NgayTiepNhan: '20260226093000',
          NgayHenTra: '20260305170000',
          TrangThaiHoSo: '10',
          NgayKetThucXuLy: '20260302100000',
          NgayTra: '20260302104500',
          TaiLieuNop: [{ TepDinhKemId: '880001', TenTepDinhKem: 'Tờ khai.pdf' }],
          DanhSachGiayToKetQua: [
            {
              TenGiayTo: 'Giấy xác nhận tình trạng hôn nhân (bản điện tử).pdf',
              DuongDanTepTinKetQua: 'https://files.example.vn/dvc/kq/880101.pdf',
              MaGiayToKetQua: 'KQ.G15.000038',
            },
          ],
        }),
      ],
      asks: [inTime, tooLate],
    },
  ],
};

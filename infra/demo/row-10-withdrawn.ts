/** Row 10: Hà takes a dossier back after its paper was accepted; the hub does not keep that paper as held. */
import { dossierSync, type SyncedDossier } from './national-sync.ts';
import { HA } from './people.ts';
import type { PapersAsk, Row } from './row.ts';
import { CERTIFICATE_NUMBER } from './row-03-land.ts';
import { BIRTH_NOTICE_NUMBER } from './row-04-birth-notice.ts';
import { BIRTH_CERTIFICATE_NUMBER } from './row-05-birth-registration.ts';

const accepted: SyncedDossier = {
  MaHoSo: 'H44.150-261012-0033',
  MaTTHC: '3.000347',
  TenTTHC: 'Thủ tục đổi giấy phép lái xe',
  ChuHoSo: HA.name,
  SoGiayToChuHoSo: HA.subject.id,
  Email: 'ha.nguyen@example.vn',
  SoDienThoai: '0900000123',
  TrichYeuHoSo: 'Đổi giấy phép lái xe của chị Nguyễn Thị Thu Hà',
  DinhDanhCHS: [HA.subject.id],
  NgayNopHoSo: '20261012080000',
  NgayTiepNhan: '20261012083000',
  NgayHenTra: '20261019170000',
  TrangThaiHoSo: '2',
  TaiLieuNop: [{ TepDinhKemId: '930001', TenTepDinhKem: 'Giấy khám sức khỏe.pdf' }],
};

const papersOfHa: Omit<PapersAsk, 'before' | 'answer'> = {
  kind: 'PAPERS',
  title: 'Papers of Hà',
  of: HA,
  on: '2026-10-20',
};
const without = [
  `BIRTH_CERTIFICATE ${BIRTH_CERTIFICATE_NUMBER} HELD`,
  `BIRTH_NOTICE ${BIRTH_NOTICE_NUMBER} HELD`,
  `LAND_CERTIFICATE ${CERTIFICATE_NUMBER} HELD`,
  'MARRIAGE_CERTIFICATE - HELD',
  'SINGLE_STATUS_CONFIRMATION - STALE/SUPERSEDED',
];

export const ROW_10: Row = {
  number: 10,
  title: 'Hà withdraws a dossier',
  steps: [
    {
      key: '10-accepted',
      title: 'Her health check is accepted with a dossier of 12 October',
      messages: [dossierSync(accepted)],
      asks: [{ ...papersOfHa, before: without, answer: without }],
    },
    {
      key: '10-withdrawn',
      title: 'She withdraws the dossier on 14 October',
      messages: [dossierSync({ ...accepted, TrangThaiHoSo: '7', NgayKetThucXuLy: '20261014090000' })],
      asks: [
        { ...papersOfHa, before: without, answer: without },
        {
          kind: 'DOSSIER',
          title: 'The withdrawn dossier',
          dossierCode: accepted.MaHoSo,
          answer: {
            state: 'WITHDRAWN',
            outcome: 'ENDED',
            steps: 0,
            supplements: 0,
            entries: 4,
            dueAt: '2026-10-19T10:00:00.000Z',
          },
        },
      ],
    },
  ],
};

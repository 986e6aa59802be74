// A personnel record as a province's system sends it, and how tests translate it without a door.

import type { FactDraft } from '#shared/pure/draft.ts';
import { HubKey } from '#shared/pure/hub-key.ts';
import type { Instant } from '#shared/pure/time.ts';
import { readRecord } from '../../services/civil-servants/core/record.ts';
import { translateRecord } from '../../services/civil-servants/core/translate.ts';

export const HUB_KEY = new HubKey(Buffer.alloc(32, 7));
export const NOW: Instant = Date.parse('2026-09-10T03:00:00Z');

export type Item = Record<string, unknown>;

/** A complete record, with changes. */
export function record(changes: Item = {}): Item {
  return {
    code: 'H44.CC.000123',
    personalId: '025188000123',
    name: 'Nguyễn Thị Thu Hà',
    birthDate: '1988-05-04',
    unit: 'H44.60',
    position: 'Giáo viên',
    kind: 'PUBLIC_EMPLOYEE',
    recruitedOn: '2011-09-01',
    contracts: [{ kind: 'INDEFINITE', number: '12/HĐLV', from: '2012-09-01' }],
    degrees: [{ level: 'BACHELOR', field: 'Sư phạm Toán', institution: 'Đại học Hùng Vương', year: 2010 }],
    certificates: [{ kind: 'IT', name: 'Ứng dụng CNTT cơ bản', issuedOn: '2016-06-30' }],
    salaryRecords: [
      { rank: 'V.07.04.32', step: 3, coefficient: 3.0, from: '2020-09-01' },
      { rank: 'V.07.04.32', step: 2, coefficient: '2.67', from: '2017-09-01' },
      { rank: 'V.07.04.31', step: 1, coefficient: 4.0, from: '2024-01-01' },
    ],
    positions: [
      { agencyCode: '000.00.60.H44', title: 'Giáo viên', from: '2011-09-01', to: '2019-08-31' },
      { agencyCode: 'H44.60', title: 'Tổ trưởng', from: '2019-09-01' },
    ],
    leaves: [{ kind: 'MATERNITY', from: '2026-09-02', to: '2027-03-01' }],
    socialInsuranceNumber: '2511000123',
    status: 'ON_LEAVE',
    statusFrom: '2026-09-02',
    ...changes,
  };
}

/** What a record means to the hub at an instant. */
export function translate(body: unknown, recordedAt: Instant = NOW): readonly FactDraft[] {
  return translateRecord(readRecord(body), HUB_KEY, recordedAt);
}

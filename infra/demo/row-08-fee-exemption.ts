/** Row 8: a decision frees Đức from a fee; later the commune recalls it, and what rested on it falls. */
import { concern, sharedPapers } from './cloud-event.ts';
import { documentKeyOf, documentMessage, type SaidDocument, statusMessage } from './edxml.ts';
import { DUC } from './people.ts';
import { as, type ExpectedPreCheck, type PreCheckAsk, type Row } from './row.ts';
import { COMMUNE, OTHER_PROVINCE, PROVINCE } from './units.ts';

const JUSTICE = { agencyCode: 'H44.15', agencyName: 'Sở Tư pháp tỉnh Phú Thọ' };

/** The decision, issued by the commune on 2 October. */
export const DECISION: SaidDocument = {
  from: COMMUNE,
  to: [PROVINCE, JUSTICE],
  number: '87',
  notation: 'QĐ-UBND',
  promulgatedOn: '2026/10/02',
  typeName: 'Quyết định',
  subject: 'Về việc miễn lệ phí cấp Phiếu lý lịch tư pháp cho ông Trần Minh Đức',
  signer: { competence: 'CHỦ TỊCH', position: 'CHỦ TỊCH', name: 'Hoàng Thị Kim Oanh' },
};
const NUMBER = `${DECISION.number}/${DECISION.notation}`;

const unaware: ExpectedPreCheck = { papers: ['NOT_REUSABLE', 'CONDITIONAL', 'CONDITIONAL'], toBring: [1] };
const exempt: ExpectedPreCheck = {
  papers: ['NOT_REUSABLE', 'CONDITIONAL', `HELD ${NUMBER}`],
  toBring: [1],
};
const recalled: ExpectedPreCheck = {
  papers: ['NOT_REUSABLE', 'CONDITIONAL', `STALE/RECALLED ${NUMBER}`],
  toBring: [1, 3],
};

function judicialRecord(on: string): Pick<PreCheckAsk, 'kind' | 'title' | 'question'> {
  const question = { procedureCode: '3.000333', subjects: [as('APPLICANT', DUC)], on };
  return { kind: 'PRE_CHECK', title: 'Judicial record, Đức', question };
}

export const ROW_08: Row = {
  number: 8,
  title: 'A decision frees Đức from a fee, and is recalled',
  steps: [
    {
      key: '08-decision',
      title: 'The decision is sent as an official document',
      messages: [documentMessage(DECISION)],
      asks: [{ ...judicialRecord('2026-10-05'), before: unaware, answer: unaware, last: exempt }],
    },
    {
      key: '08-linked',
      title: 'The commune links the decision to him',
      messages: [
        sharedPapers({
          id: 'fee-exemption-87-2026',
          agency: COMMUNE.agencyCode,
          type: 'vn.gov.shared.paper-shared.v1',
          time: '2026-10-02T08:00:00.000Z',
          data: {
            concerns: [concern('HOLDER', DUC)],
            paper: {
              paperKind: 'FEE_EXEMPTION_DECISION',
              number: NUMBER,
              issuer: { agencyCode: COMMUNE.agencyCode, name: COMMUNE.agencyName },
              issuedOn: '2026-10-02',
              signatureStatus: 'VALID',
              documentKey: documentKeyOf(DECISION),
            },
          },
        }),
      ],
      asks: [{ ...judicialRecord('2026-10-05'), before: unaware, answer: exempt, filed: true }],
    },
    {
      key: '08-stranger-recalls',
      title: 'A province that did not issue it asks the document back',
      messages: [
        statusMessage(DECISION, {
          from: OTHER_PROVINCE,
          code: '13',
          description: 'Yêu cầu thu hồi văn bản gửi nhầm',
          at: '2026/10/08 09:00:00',
        }),
      ],
      asks: [{ ...judicialRecord('2026-10-14'), before: exempt, answer: exempt, last: recalled }],
    },
    {
      key: '08-recalled',
      title: 'The commune recalls it, and the receivers agree',
      messages: [
        statusMessage(DECISION, {
          from: COMMUNE,
          code: '13',
          description: 'Thu hồi Quyết định do xác định sai đối tượng',
          at: '2026/10/12 08:30:00',
        }),
        ...[PROVINCE, JUSTICE].map((receiver) =>
          statusMessage(DECISION, {
            from: receiver,
            code: '15',
            description: 'Đồng ý thu hồi',
            at: '2026/10/12 10:00:00',
          }),
        ),
      ],
      asks: [{ ...judicialRecord('2026-10-14'), before: exempt, answer: recalled }],
    },
  ],
};

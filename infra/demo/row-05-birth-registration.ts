/**
 * Row 5: the birth is registered. The one-stop system states the dossier, states it again, and again with another
 * due date; then it tells the progress. The certificate itself, with its number, comes as a CloudEvent.
 */
import { concern, oneStopEvents } from './cloud-event.ts';
import example from './national-sync-birth.json' with { type: 'json' };
import { DUC, HA, KHOI } from './people.ts';
import type { Message, Row } from './row.ts';
import { COMMUNE, HOSPITAL } from './units.ts';

export const BIRTH_DOSSIER = 'H44.150-260914-0012';
export const BIRTH_CERTIFICATE_NUMBER = '214/2026';

const { DongBoHoSoMC: whole, CapNhatTienDoHoSoMC: progress } = example;

/** All three have the same actual dates, so only their order says which is the newest. */
function stated(body: unknown): Message {
  return { door: 'NATIONAL_SYNC', body, ordered: BIRTH_DOSSIER };
}

const postponed = {
  ...whole,
  data: whole.data.map((dossier) => ({ ...dossier, NgayHenTra: '20260916170000' })),
};

export const ROW_05: Row = {
  number: 5,
  title: 'Khôi’s birth is registered',
  steps: [
    {
      key: '05-birth-registration',
      title: 'The commune returns the birth certificate on 15 September',
      messages: [
        stated(whole),
        stated(whole),
        stated(postponed),
        { door: 'NATIONAL_SYNC', body: progress },
        oneStopEvents({
          id: `${BIRTH_DOSSIER}-certificate`,
          agency: COMMUNE.agencyCode,
          type: 'vn.gov.one-stop-shop.result-issued.v1',
          subject: BIRTH_DOSSIER,
          time: '2026-09-15T02:35:00.000Z',
          data: {
            concerns: [
              concern('CHILD', KHOI, { birthDate: '2026-09-02', birthPlace: HOSPITAL.agencyName }),
              concern('FATHER', DUC),
              concern('MOTHER', HA),
            ],
            dossierCode: BIRTH_DOSSIER,
            procedureCode: '1.001193',
            paper: {
              resultCode: 'KQ.G15.000031',
              number: BIRTH_CERTIFICATE_NUMBER,
              issuer: { agencyCode: COMMUNE.agencyCode, name: COMMUNE.agencyName },
              issuedOn: '2026-09-15',
              signatureStatus: 'VALID',
            },
          },
        }),
      ],
      asks: [
        {
          kind: 'DOSSIER',
          title: 'The dossier of the registration',
          dossierCode: BIRTH_DOSSIER,
          answer: {
            state: 'RESULT_RETURNED',
            outcome: 'SUCCESS',
            steps: 5,
            supplements: 1,
            entries: 15,
            dueAt: '2026-09-16T10:00:00.000Z',
          },
        },
        {
          kind: 'PAPERS',
          title: 'Papers of Khôi',
          of: KHOI,
          on: '2026-09-20',
          before: ['BIRTH_NOTICE 1904/2026 HELD'],
          answer: [`BIRTH_CERTIFICATE ${BIRTH_CERTIFICATE_NUMBER} HELD`, 'BIRTH_NOTICE 1904/2026 HELD'],
        },
      ],
    },
  ],
};

/** Dossiers as an agency would send them: CloudEvents for the events door, invented persons of the 999 series. */

export interface DoorEvent {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly data: Readonly<Record<string, unknown>>;
}

const SOURCE = '/agencies/H44/one-stop-shop';
const TYPE = 'vn.gov.one-stop-shop.';

/** Five facts of one dossier: filed, a paper handed in, accepted, result issued, result returned. */
export function dossierEvents(run: string, number: number): DoorEvent[] {
  const dossierCode = `H44-260101-${run}${String(number).padStart(5, '0')}`;
  const person = { type: 'PERSON', id: `999${String(number % 2_000).padStart(9, '0')}` };
  const event = (name: string, minute: number, data: DoorEvent['data']): DoorEvent => ({
    specversion: '1.0',
    id: `${dossierCode}-${name}`,
    source: SOURCE,
    type: `${TYPE}${name}.v1`,
    subject: dossierCode,
    time: new Date(Date.UTC(2026, 0, 1, 1, minute)).toISOString(),
    data,
  });
  const paper = { resultCode: 'KQ.G15.000038', number: `${number}/XN`, issuedOn: '2026-01-03' };
  return [
    event('dossier-submitted', 0, {
      procedureCode: '1.004873',
      channel: 'ONLINE',
      concerns: [{ person, role: 'APPLICANT', name: 'Người Thử Nghiệm' }],
      abstract: 'Hồ sơ thử nghiệm',
    }),
    event('component-submitted', 1, {
      componentKey: 'a',
      form: 'ELECTRONIC',
      digitised: true,
      reuse: 'NONE',
      paper: { paperKind: 'DIVORCE_JUDGMENT', number: `${number}/BA` },
      concerns: [{ person, role: 'HOLDER' }],
    }),
    event('dossier-accepted', 2, { dueAt: '2026-01-05T10:00:00.000Z' }),
    event('result-issued', 3, { dossierCode, paper, concerns: [{ person, role: 'HOLDER' }] }),
    event('result-returned', 4, {}),
  ];
}

/** An event without personal data, for single requests: `[<id>]` is replaced by the load generator. */
export function acceptedEvent(run: string): string {
  const dossierCode = `H44-260102-${run}`;
  return JSON.stringify({
    specversion: '1.0',
    id: '[<id>]',
    source: SOURCE,
    type: `${TYPE}dossier-accepted.v1`,
    subject: dossierCode,
    time: '2026-01-02T02:00:00.000Z',
    data: { dueAt: '2026-01-05T10:00:00.000Z' },
  });
}

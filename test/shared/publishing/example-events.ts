// CloudEvents for the tests of the doors: one that is right, and ways to spoil it.

export const CHILD = '012345678902';
export const CHILD_NAME = 'Người Thứ Hai';
export const DOSSIER = 'H44.150-260914-0012';

export interface ExampleEvent {
  [attribute: string]: unknown;
  data: Record<string, unknown>;
}

/** A birth certificate, issued as the result of a dossier. */
export function resultIssued(changes: Record<string, unknown> = {}): ExampleEvent {
  return {
    specversion: '1.0',
    id: 'result-1',
    source: '/agencies/H44.150/one-stop-shop',
    type: 'vn.gov.one-stop-shop.result-issued.v1',
    subject: DOSSIER,
    time: '2026-09-15T16:00:00.000+07:00',
    datacontenttype: 'application/json',
    data: {
      dossierCode: DOSSIER,
      paper: {
        resultCode: 'KQ.G15.000031',
        number: '123/2026',
        issuer: { agencyCode: '000.00.00.H44', name: 'Ủy ban nhân dân' },
        issuedOn: '2026-09-15',
      },
      concerns: [
        { person: { type: 'PERSON', id: CHILD }, role: 'CHILD', name: CHILD_NAME, birthDate: '2026-09-02' },
      ],
    },
    ...changes,
  };
}

/** The same with other `data` members. */
export function withData(changes: Record<string, unknown>): ExampleEvent {
  const event = resultIssued();
  return { ...event, data: { ...event.data, ...changes } };
}

/** The same with another `paper`. */
export function withPaper(changes: Record<string, unknown>): ExampleEvent {
  const event = resultIssued();
  return { ...event, data: { ...event.data, paper: { ...Object(event.data['paper']), ...changes } } };
}

/** The same with one person, changed. */
export function withPerson(changes: Record<string, unknown>): ExampleEvent {
  return withData({
    concerns: [{ person: { type: 'PERSON', id: CHILD }, role: 'CHILD', name: CHILD_NAME, ...changes }],
  });
}

/** A paper that another body shares. */
export function paperShared(changes: Record<string, unknown> = {}): ExampleEvent {
  return {
    specversion: '1.0',
    id: 'paper-1',
    source: '/agencies/G15.1/births',
    type: 'vn.gov.shared.paper-shared.v1',
    time: '2026-09-03T02:00:00Z',
    data: {
      paper: { paperKind: 'BIRTH_NOTICE', number: '7' },
      concerns: [{ person: { type: 'PERSON', id: CHILD }, role: 'CHILD', name: CHILD_NAME }],
    },
    ...changes,
  };
}

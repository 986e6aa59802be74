// What the facts of documents, petitions, work files, offices and civil servants give in the derived tables, in memory.
import { describe, expect, test } from 'vitest';
import type { EventData } from '#schemas/generated/events.ts';
import { formatInstant } from '#shared/pure/time.ts';
import { REGISTERED } from '../shared/once-only/life.ts';
import { at, fact } from '../support/facts.ts';
import { derived } from './evaluator-ground.ts';

describe('the row of a document', () => {
  const registered = (more: Partial<EventData['DocumentRegistered']> = {}, agency = 'H44') =>
    fact(
      'DocumentRegistered',
      { at: at('2026-06-01'), agency },
      { ...REGISTERED, promulgatedOn: '2026-05-30', ...more },
      'document-management',
    );
  const sent = fact(
    'DocumentSent',
    { at: at('2026-06-02'), agency: 'H44' },
    { recipient: { agencyCode: 'H05', name: null, inCharge: null }, trace: [] },
    'document-management',
  );
  const KEY = 'H44,2026-05-30,7/QD';

  test('has its issuer, its day, its signature and where it stands', () => {
    const rows = derived('documents', KEY, [
      registered({ signatureStatus: 'VALID' }),
      registered({ signatureStatus: 'NONE' }, 'H05'),
      sent,
    ]);
    expect(rows.document_current).toEqual([
      {
        document_key: KEY,
        agency: 'H44',
        level: 'PROVINCE',
        counted_on: '2026-05-30',
        secrecy_suspected: false,
        signature: 'VALID',
        sent_at: formatInstant(at('2026-06-02')),
        recipients: 1,
        state: 'SENT',
      },
    ]);
  });

  test('that looks secret says so, and leaves no trace in the activity of agencies', () => {
    const rows = derived('documents', KEY, [registered(), registered({ secrecySuspected: true }), sent]);
    expect(rows.document_current?.[0]?.secrecy_suspected).toBe(true);
    expect(rows.agency_activity).toEqual([]);
  });

  test('is not made of a status that names a document nobody described', () => {
    const rows = derived('documents', 'b7a0', [
      fact(
        'RecallRequested',
        { at: at('2026-06-02') },
        { statusCode: null, recallDocumentId: null },
        'document-management',
      ),
    ]);
    expect(rows.document_current).toEqual([]);
  });
});

describe('the rows of', () => {
  test('a petition: received, and answered by the first answer after it', () => {
    const rows = derived('petitions', 'P', [
      fact(
        'PetitionReceived',
        { at: at('2026-09-04') },
        { channel: 'ONLINE', fieldCode: null, fieldName: 'Đất đai' },
      ),
      fact('PetitionAnswered', { at: at('2026-09-20') }, { number: '1' }),
      fact('PetitionAnswered', { at: at('2026-09-10') }, { number: '2' }),
    ]);
    expect(rows.petition_current).toMatchObject([
      { petition_code: 'P', received_on: '2026-09-04', answered_on: '2026-09-10', field_name: 'Đất đai' },
    ]);
  });

  test('a work file: secret if anybody says so, and then without a trace', () => {
    const opened = fact(
      'WorkFileOpened',
      { at: at('2026-09-04') },
      { secret: false, unitName: null },
      'document-management',
    );
    const closed = (secret: boolean) =>
      fact(
        'WorkFileClosed',
        { at: at('2026-09-06') },
        { secret, processedOnline: true },
        'document-management',
      );
    expect(derived('work_files', 'W', [opened, closed(false)])).toMatchObject({
      work_file_current: [
        { secret: false, processed_online: true, opened_on: '2026-09-04', closed_on: '2026-09-06' },
      ],
      agency_activity: [{ agency: 'H44.150', recorded_on: ['2026-09-04', '2026-09-06'] }],
    });
    expect(derived('work_files', 'W', [opened, closed(true)])).toMatchObject({
      work_file_current: [{ secret: true }],
      agency_activity: [],
    });
  });

  test('an establishment: year by year, the last statement about a year', () => {
    const approved = (year: number, count: number, day: string) =>
      fact(
        'EstablishmentApproved',
        { at: at(day) },
        { year, approved: count, filled: null, number: null },
        'civil-servants',
      );
    const rows = derived('establishment', '000.00.00.H44', [
      approved(2021, 100, '2021-01-05'),
      approved(2026, 95, '2026-01-05'),
      approved(2026, 90, '2026-02-05'),
    ]);
    expect(
      rows.establishment_current?.map(({ agency, year, approved: count }) => [agency, year, count]),
    ).toEqual([
      ['H44', 2021, 100],
      ['H44', 2026, 90],
    ]);
  });

  test('a civil servant: in post where appointed last, qualified as the record says, gone when retired', () => {
    const said = [
      fact(
        'Appointed',
        { at: at('2024-01-01') },
        { unit: 'H44.150', title: null, startsOn: '2024-01-01', endsOn: null },
        'civil-servants',
      ),
      fact(
        'QualificationAdded',
        { at: at('2020-01-01') },
        { level: 'Đại học', field: null, institution: null, year: 2019 },
        'civil-servants',
      ),
      fact(
        'TrainingCompleted',
        { at: at('2022-01-01') },
        { certificateKind: 'Tin học', certificateName: 'Kỹ năng số', issuedOn: null },
        'civil-servants',
      ),
    ];
    expect(derived('civil_servants', 'C', said).civil_servant_current).toMatchObject([
      {
        agency: 'H44.150',
        level: 'COMMUNE',
        degrees: ['Đại học'],
        certificates: ['Kỹ năng số', 'Tin học'],
        left_on: null,
      },
    ]);
    const retired = fact(
      'Retired',
      { at: at('2026-01-01') },
      { effectiveOn: '2026-02-01', number: null },
      'civil-servants',
    );
    expect(derived('civil_servants', 'C', [...said, retired]).civil_servant_current).toMatchObject([
      { left_on: '2026-02-01' },
    ]);
  });
});

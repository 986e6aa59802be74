/** A case as CloudEvents tell it, one fact at a time: roles, objects, numbers, signers; whole, or beside snapshots. */
import type { EventData, EventName, Paper } from '#schemas/generated/events.ts';
import { NOTHING_STATED } from '#shared/pure/blank-paper.ts';
import type { DraftOf } from '#shared/pure/draft.ts';
import { addDays, type Instant, startOfDay } from '#shared/pure/time.ts';
import type { Stated } from '../told.ts';
import { allAs, type Case, type HandedIn } from './case.ts';
import type { Village } from './village.ts';

const ONE_STOP = 'vn.gov.one-stop-shop';

/** Tells facts of one dossier. */
export interface Teller {
  readonly village: Village;
  readonly code: string;
  readonly agency: string;
}

function tell<N extends EventName>(
  { village, code, agency }: Teller,
  eventName: N,
  type: DraftOf<N>['type'],
  at: Instant,
  data: EventData[N],
  concerns: Case['named'] = [],
): Stated {
  // A source of its own: a hub's trust is in sources, and villages share agencies.
  const source = `/agencies/${agency}/events/${village.nth}`;
  return village.tell(eventName, { type, key: code, agency, source, at, data, concerns });
}

/** A submission; told a second time with another owner or procedure it is a conflict. */
export function tellSubmission(
  teller: Teller,
  { owners, procedureCode }: Pick<Case, 'owners' | 'procedureCode'>,
  at: Instant,
): Stated {
  const data = {
    procedureCode,
    procedureName: null,
    channel: 'IN_PERSON',
    fieldCode: null,
    fieldName: null,
    electronicAuthenticationLevel: null,
    declaredFields: null,
    prefilledFields: null,
    unitName: null,
    otherDossierCode: null,
  } as const;
  return tell(
    teller,
    'DossierSubmitted',
    `${ONE_STOP}.dossier-submitted.v1`,
    at,
    data,
    allAs(owners, 'APPLICANT'),
  );
}

/** The signer of a paper and when it was signed: about the day of issue. */
export function signedBy(village: Village, issuedAt: Instant): Pick<Paper, 'signer' | 'signedAt'> {
  if (village.sometimes(0.4)) return { signer: null, signedAt: null };
  const civilServantCode = village.sometimes(0.9)
    ? village.chance.pick(village.officers)
    : village.code('CC-x');
  const signedAt = village.sometimes(0.6)
    ? village.moment(village.border())
    : issuedAt - village.chance.pick([0, 86_400_000]);
  return { signer: { civilServantCode, certificateSerial: null }, signedAt };
}

function handIn(teller: Teller, the: Case, paper: HandedIn, at: Instant): void {
  const { kind, ...stated } = paper;
  const { village } = teller;
  tell(
    teller,
    'ComponentSubmitted',
    `${ONE_STOP}.component-submitted.v1`,
    at,
    {
      paper: { ...NOTHING_STATED, ...stated, paperKind: kind },
      componentKey: paper.fileRef,
      form: village.chance.pick(['ORIGINAL', 'CERTIFIED_COPY', 'ELECTRONIC']),
      digitised: village.sometimes(0.5),
      reuse: village.chance.pick(['NONE', 'NONE', 'COMPONENT', 'RESULT']),
      replacesResultCode: null,
    },
    village.sometimes(0.75) ? allAs(the.owners, 'APPLICANT') : the.named,
  );
}

const REFUSING = ['KQ.G01.000067', 'KQ.G12.001040', 'KQ.G12.000429', 'KQ.G01.000066'];

/** States the result, with everything that only the issuing system knows. */
export function tellResult(teller: Teller, the: Case, issuer = teller.agency): Stated | undefined {
  const { village } = teller;
  const resultCode = the.ending === 'REFUSING_RESULT' ? village.chance.pick(REFUSING) : the.resultCode;
  if (resultCode === undefined) return undefined;
  const at = village.moment(the.endedOn);
  const [first] = the.handedIn;
  const isTheirs = the.ending === 'SUBMITTED_FILE_AS_RESULT' && first !== undefined;
  const paper: Paper = {
    ...NOTHING_STATED,
    resultCode,
    number: village.code('No '),
    issuer: village.sometimes(0.8) ? { agencyCode: issuer, name: null } : null,
    issuedOn: village.sometimes(0.8) ? the.endedOn : null,
    validTo: village.sometimes(0.15) ? addDays(the.endedOn, village.chance.pick([0, 30, 200])) : null,
    object: the.object,
    documentKey: village.sometimes(0.2)
      ? (village.chance.pick([...village.documentKeys, null]) ?? null)
      : null,
    fileRef: isTheirs ? first.fileRef : village.code('/issued/'),
    supersedes: village.sometimes(0.1) ? village.numbered({ paperKind: null, resultCode }) : null,
    ...signedBy(village, at),
  };
  const data = { paper, resultKey: null, dossierCode: teller.code, procedureCode: the.procedureCode };
  const concerns = village.sometimes(0.9) ? the.named : allAs(the.owners, 'APPLICANT');
  return tell(teller, 'ResultIssued', `${ONE_STOP}.result-issued.v1`, at, data, concerns);
}

/** The same paper stated anew under another id, with something left out. */
function tellAgain(teller: Teller, { fact: { event } }: Stated): void {
  if (event.eventName !== 'ResultIssued') return;
  const { paper, resultKey, dossierCode, procedureCode } = event;
  const { village } = teller;
  const again = village.sometimes(0.5)
    ? { ...paper, signer: null, issuedOn: null }
    : { ...paper, validTo: village.day() };
  const data = { paper: again, resultKey, dossierCode, procedureCode };
  const concerns = village.people
    .filter(({ key }) => event.concerns.some(({ subjectKey }) => subjectKey === key))
    .map((person) => [person, 'HOLDER'] as const);
  const at = event.occurredAt + village.chance.pick([0, 86_400_000]);
  tell(teller, 'ResultIssued', `${ONE_STOP}.result-issued.v1`, at, data, concerns);
}

/** An electronic certified copy of what was handed in, or of anything else. */
function tellCopy(teller: Teller, the: Case, copied: HandedIn): void {
  const { village } = teller;
  const at = village.moment(the.endedOn);
  tell(
    teller,
    'ElectronicCopyCertified',
    `${ONE_STOP}.electronic-copy-certified.v1`,
    at,
    {
      paper: {
        ...NOTHING_STATED,
        resultCode: 'KQ.G15.000021',
        number: village.code('SC '),
        issuer: { agencyCode: teller.agency, name: null },
        issuedOn: village.sometimes(0.7) ? the.endedOn : null,
        object: copied.object,
        fileRef: village.code('/copy/'),
        ...signedBy(village, at),
      },
      copied: { paperKind: copied.kind, number: copied.number, issuer: null },
    },
    allAs(the.owners, 'HOLDER'),
  );
}

const ENDED = {
  RETURNED: ['ResultReturned', 'result-returned'],
  COMPLETED: ['DossierCompleted', 'dossier-completed'],
  REFUSED: ['DossierRefused', 'dossier-refused'],
  WITHDRAWN: ['DossierWithdrawn', 'dossier-withdrawn'],
  STOPPED: ['DossierStopped', 'dossier-stopped'],
  REOPENED: ['DossierReopened', 'dossier-reopened'],
} as const;

/** States where the dossier stands. */
export function tellStatus(teller: Teller, status: keyof typeof ENDED, at: Instant): void {
  const [eventName, name] = ENDED[status];
  tell(teller, eventName, `${ONE_STOP}.${name}.v1`, at, {});
}

function tellEnding(teller: Teller, { ending }: Case, at: Instant): void {
  switch (ending) {
    case 'COMPLETED_THEN_RETURNED':
      tellStatus(teller, 'COMPLETED', at);
      return tellStatus(teller, 'RETURNED', at);
    case 'REFUSING_RESULT':
    case 'SUBMITTED_FILE_AS_RESULT':
      return tellStatus(teller, teller.village.chance.pick(['RETURNED', 'COMPLETED']), at);
    case 'REOPENED':
    case 'REOPENED_THEN_RETURNED':
      return tellStatus(teller, 'RETURNED', at);
    case 'RESULT_ONLY':
    case 'OPEN':
      return undefined;
    default:
      return tellStatus(teller, ending, at);
  }
}

/** After its end: reopened, and perhaps returned again. */
export function tellReopening(teller: Teller, the: Case): void {
  if (the.ending !== 'REOPENED' && the.ending !== 'REOPENED_THEN_RETURNED') return;
  const at = startOfDay(addDays(the.endedOn, 2));
  tellStatus(teller, 'REOPENED', at);
  if (teller.village.sometimes(0.4)) {
    const accepted = startOfDay(addDays(the.endedOn, 3));
    tell(teller, 'DossierAccepted', `${ONE_STOP}.dossier-accepted.v1`, accepted, { dueAt: null });
  }
  if (the.ending === 'REOPENED_THEN_RETURNED') {
    tellStatus(teller, teller.village.chance.pick(['RETURNED', 'COMPLETED', 'WITHDRAWN']), at + 86_400_000);
  }
}

/** Tells the whole case. */
export function tellByEvents(teller: Teller, the: Case): void {
  const { village } = teller;
  const filedAt = village.moment(the.filedOn);
  if (village.sometimes(0.93)) tellSubmission(teller, the, filedAt);
  for (const paper of the.handedIn)
    handIn(teller, the, paper, village.sometimes(0.8) ? filedAt : village.moment(the.endedOn));
  if (village.sometimes(0.5)) {
    tell(teller, 'DossierAccepted', `${ONE_STOP}.dossier-accepted.v1`, filedAt, { dueAt: null });
  }
  if (!['OPEN', 'REFUSED', 'WITHDRAWN'].includes(the.ending) && village.sometimes(0.85)) {
    const told = tellResult(teller, the);
    if (told !== undefined && village.sometimes(0.1)) tellAgain(teller, told);
  }
  const [first] = the.handedIn;
  if (first !== undefined && village.sometimes(0.3)) tellCopy(teller, the, first);
  tellEnding(teller, the, village.moment(the.endedOn));
  tellReopening(teller, the);
}

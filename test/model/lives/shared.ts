/** What other state bodies know: shared papers, official documents and their recalls. */

import type { EventData, EventName, PaperObject, Role } from '#schemas/generated/events.ts';
import { NOTHING_STATED } from '#shared/pure/blank-paper.ts';
import type { DraftOf } from '#shared/pure/draft.ts';
import { addDays, type Instant } from '#shared/pure/time.ts';
import { REGISTERED } from '../../shared/once-only/life.ts';
import { signedBy } from './events.ts';
import type { Offices } from './offices.ts';
import type { Concerned, Theme, Village } from './village.ts';

const SHARED_KINDS: readonly (readonly [kind: string, resultCode: string | null, roles: readonly Role[]])[] =
  [
    ['BIRTH_NOTICE', null, ['MOTHER', 'CHILD']],
    ['BIRTH_CERTIFICATE', 'KQ.G15.000031', ['CHILD', 'FATHER', 'MOTHER']],
    ['MARRIAGE_CERTIFICATE', 'KQ.G15.000032', ['HOLDER', 'SPOUSE']],
    ['SINGLE_STATUS_CONFIRMATION', 'KQ.G15.000038', ['HOLDER']],
    ['DEATH_NOTICE', null, ['DECEASED', 'REPRESENTATIVE']],
    ['DEATH_EXTRACT', 'KQ.G15.000034', ['DECEASED', 'SPOUSE']],
    ['LAND_CERTIFICATE', 'KQ.G10.001147', ['OWNER', 'SPOUSE']],
    ['LAND_CERTIFICATE', 'KQ.G10.001147', ['OWNER', 'SELLER']],
    ['DRIVING_LICENCE', 'KQ.G01.000185', ['HOLDER']],
    ['VEHICLE_REGISTRATION', 'KQ.G01.000014', ['OWNER']],
    ['HEALTH_CHECK', null, ['HOLDER']],
    ['FEE_EXEMPTION_DECISION', null, ['HOLDER']],
    ['DIVORCE_JUDGMENT', null, ['HOLDER', 'SPOUSE']],
    ['NOTARISED_CONTRACT', null, ['SELLER', 'BUYER']],
    ['RESIDENCE_CONFIRMATION', null, ['HOLDER']],
    ['ID_CARD', null, ['HOLDER']],
  ];

const THEMES: Readonly<Record<Theme, readonly string[]>> = {
  MARRIAGE: ['MARRIAGE_CERTIFICATE', 'SINGLE_STATUS_CONFIRMATION', 'DIVORCE_JUDGMENT'],
  CHILD: ['BIRTH_NOTICE', 'BIRTH_CERTIFICATE', 'MARRIAGE_CERTIFICATE'],
  LAND: ['LAND_CERTIFICATE', 'NOTARISED_CONTRACT', 'MARRIAGE_CERTIFICATE'],
  VEHICLE: ['DRIVING_LICENCE', 'VEHICLE_REGISTRATION', 'HEALTH_CHECK'],
  DEATH: ['DEATH_NOTICE', 'DEATH_EXTRACT', 'BIRTH_CERTIFICATE'],
  ANYTHING: [],
};

const WITH_OBJECT = new Set(['LAND_CERTIFICATE', 'NOTARISED_CONTRACT', 'VEHICLE_REGISTRATION']);

function objectOf(village: Village, kind: string): PaperObject | null {
  if (!WITH_OBJECT.has(kind) || village.sometimes(0.15)) return null;
  const type = kind === 'VEHICLE_REGISTRATION' ? 'VEHICLE' : 'PARCEL';
  return { type, key: village.chance.pick(village.parcels) };
}

/** A paper that another body shares, named by kind, by result code, or by the code of a register. */
export function sharePaper(village: Village, { all }: Offices): void {
  const { chance } = village;
  const agency = chance.pick(all);
  const own = SHARED_KINDS.filter(([kind]) => THEMES[village.theme].includes(kind));
  const [kind, resultCode, roles] = chance.pick(
    village.sometimes(0.2) || own.length === 0 ? SHARED_KINDS : own,
  );
  const persons = village.persons(roles.length);
  const concerns: Concerned = roles.flatMap((role, nth) => {
    const person = persons[nth];
    return person === undefined || (nth > 0 && village.sometimes(0.2)) ? [] : [[person, role] as const];
  });
  const issuedOn = village.sometimes(0.5) ? village.day() : village.border();
  const at = village.moment(issuedOn);
  const byCode = resultCode !== null && village.sometimes(0.6);
  village.tell('PaperShared', {
    type: 'vn.gov.shared.paper-shared.v1',
    agency,
    at,
    concerns: chance.shuffle(concerns),
    data: {
      paper: {
        ...NOTHING_STATED,
        paperKind: byCode && village.sometimes(0.5) ? null : kind,
        resultCode: byCode ? resultCode : null,
        number: village.sometimes(0.7) ? chance.pick([`${kind} 1`, `${kind} 2`, village.code('SH ')]) : null,
        issuer: village.sometimes(0.8)
          ? { agencyCode: chance.pick([agency, agency, ...all]), name: null }
          : null,
        issuedOn: village.sometimes(0.9) ? issuedOn : null,
        validTo: village.sometimes(0.3) ? addDays(issuedOn, chance.pick([0, 10, 90, 400])) : null,
        object: objectOf(village, kind),
        supersedes: village.sometimes(0.1) ? village.numbered({ paperKind: kind, resultCode }) : null,
        documentKey: village.sometimes(0.35) ? (chance.pick([...village.documentKeys, null]) ?? null) : null,
        ...signedBy(village, at),
      },
    },
  });
}

/** An official document: registered or not, and recalled by its issuer, its successor, its parent or a stranger. */
export function issueDocument(village: Village, { all }: Offices): void {
  const { chance } = village;
  const agency = chance.pick(all);
  const key = `${agency},${chance.pick(village.days)},${village.code('')}/QĐ`;
  village.documentKeys.push(key);
  const said = <N extends EventName>(
    eventName: N,
    name: string,
    by: string,
    at: Instant,
    data: EventData[N],
  ): void => {
    const type = `vn.gov.document-management.${name}.v1`;
    assertType<N>(type);
    village.tell(eventName, { type, key, agency: by, at, data });
  };
  if (village.sometimes(0.7)) {
    said('DocumentRegistered', 'document-registered', agency, village.moment(), registered(key));
  }
  while (village.sometimes(0.45)) {
    const by = chance.pick([agency, ...all]);
    const data = { statusCode: '13', recallDocumentId: null };
    said('RecallRequested', 'recall-requested', by, village.moment(), data);
    const detail = chance.pick([
      ['RecallAccepted', 'recall-accepted'],
      ['RecallRefused', 'recall-refused'],
    ] as const);
    if (village.sometimes(0.3))
      said(detail[0], detail[1], chance.pick(all), village.moment(), { statusCode: '15' });
  }
}

function registered(documentId: string): EventData['DocumentRegistered'] {
  return { ...REGISTERED, documentId };
}

/** The caller names a type that belongs to the event. */
function assertType<N extends EventName>(_type: string): asserts _type is DraftOf<N>['type'] {}

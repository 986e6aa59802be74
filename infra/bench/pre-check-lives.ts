/** What agencies tell of a household: through their doors, in the order of events, and later as its fate has it. */
import {
  codeOf,
  type DossierName,
  dayOf,
  type Fate,
  fateOf,
  MEMBERS,
  type Member,
  NAMES,
  personOf,
  tokenOf,
} from './pre-check-households.ts';
import { marriageMessage } from './pre-check-marriage.ts';
import { type Concern, type DossierLife, LIVES, SHARED } from './pre-check-papers.ts';

/** One request to a door of the one-stop shop's adapter. */
export interface Telling {
  readonly door: '/v1/events' | '/v1/shared-papers' | '/v1/national-sync';
  readonly body: unknown;
}

/** What is told at first, and what is told of it later: who asks as known in between is told something else. */
export interface Lives {
  readonly first: readonly Telling[];
  readonly later: readonly Telling[];
}

export function livesOf(household: number): Lives {
  const fate = fateOf(household);
  const native = marriageDue('20250915170000', household);
  const moved = [marriageDue('20250920170000', household), native];
  return {
    first: [native, events(dossiers(household, fate)), sharedPapers(shared(household))],
    later: [...(fate === 'DUE_DAY_MOVED' ? moved : []), ...later(household, fate)],
  };
}

function marriageDue(due: string, household: number): Telling {
  return { door: '/v1/national-sync', body: marriageMessage(household, due) };
}

const ONE_STOP = 'vn.gov.one-stop-shop';
/** Those who sign: a few officers, of whom the hub has no record. */
const SIGNERS = 16;

interface Said {
  readonly id: string;
  readonly type: string;
  readonly subject?: string;
  readonly day: string;
  readonly data: Readonly<Record<string, unknown>>;
}

function concerned(household: number, concerns: readonly Concern[]) {
  return concerns.map(([role, member, said = {}]) => ({
    person: personOf(household, member),
    role,
    name: NAMES[member],
    ...said,
  }));
}

function dossiers(household: number, fate: Fate): Said[] {
  return LIVES.flatMap((life) => dossier(household, life, endingOf(life.name, fate)));
}

type Ending = 'OPEN' | 'COMPLETED' | 'RETURNED';

function endingOf(name: DossierName, fate: Fate): Ending {
  if (name === 'BIRTH' && fate === 'BIRTH_OPEN') return 'OPEN';
  return name === 'DEATH' && fate === 'DEATH_UNPROVEN' ? 'COMPLETED' : 'RETURNED';
}

function dossier(household: number, life: DossierLife, ending: Ending): Said[] {
  const code = codeOf(household, life.name);
  const day = dayOf(life.name);
  const said = (name: string, data: Said['data']): Said => ({
    id: `${code}-${name}`,
    type: `${ONE_STOP}.${name.replace(/-\d$/, '')}.v1`,
    subject: code,
    day,
    data,
  });
  return [
    said('dossier-submitted', {
      procedureCode: life.procedureCode,
      channel: 'ONLINE',
      concerns: concerned(household, [['APPLICANT', life.applicant]]),
    }),
    ...life.components.map(([paperKind, holder], index) =>
      said(`component-submitted-${index}`, {
        componentKey: String(index),
        form: 'ELECTRONIC',
        digitised: true,
        reuse: 'NONE',
        paper: { paperKind, number: `${tokenOf(household)}/${index}`, issuedOn: '2025-07-15' },
        concerns: concerned(household, [['HOLDER', holder]]),
      }),
    ),
    ...(ending === 'COMPLETED' ? [said('dossier-completed', {})] : []),
    ...(ending === 'RETURNED'
      ? [said('result-issued', resultOf(household, life)), said('result-returned', {})]
      : []),
  ];
}

function resultOf(household: number, { name, procedureCode, resultCode, concerns }: DossierLife) {
  const code = codeOf(household, name);
  return {
    dossierCode: code,
    procedureCode,
    concerns: concerned(household, concerns),
    paper: {
      resultCode,
      number: `${tokenOf(household)}/KQ`,
      issuedOn: dayOf(name),
      issuer: { agencyCode: 'H44', name: 'UBND tỉnh Phú Thọ' },
      signatureStatus: 'VALID',
      signer: { civilServantCode: `H44-CC-9${household % SIGNERS}` },
      ...(name === 'LAND' && { object: { type: 'PARCEL', key: `25-${tokenOf(household)}` } }),
    },
  };
}

function shared(household: number): Said[] {
  return MEMBERS.flatMap((member) =>
    SHARED[member].map(([paperKind, ...concerns]) => ({
      id: sharedId(household, member, paperKind),
      type: 'vn.gov.shared.paper-shared.v1',
      day: '2025-09-26',
      data: {
        concerns: concerned(household, concerns),
        paper: {
          paperKind,
          number: `${tokenOf(household)}/${member}`,
          issuedOn: '2025-07-20',
          issuer: { agencyCode: 'H44', name: 'UBND tỉnh Phú Thọ' },
          signatureStatus: 'NONE',
        },
      },
    })),
  );
}

function sharedId(household: number, member: Member, paperKind: string): string {
  return `shared-${tokenOf(household)}-${member}-${paperKind}`;
}

/** What is told later of the papers, as each fate has it. */
function later(household: number, fate: Fate): Telling[] {
  const about = (name: DossierName, what: string, data: Said['data']): Telling =>
    events([
      {
        id: `${codeOf(household, name)}-${what}`,
        type: `${ONE_STOP}.${what}.v1`,
        subject: codeOf(household, name),
        day: '2025-11-10',
        data,
      },
    ]);
  const land = LIVES.find(({ name }) => name === 'LAND');
  if (fate === 'MARRIAGE_REVOKED')
    return [about('MARRIAGE', 'result-revoked', { paper: { resultCode: 'KQ.G15.000032' } })];
  if (fate === 'LAND_DISPUTED')
    return [about('LAND', 'paper-disputed', { paper: { resultCode: 'KQ.G10.001147' } })];
  if (fate === 'NUMBER_CORRECTED' && land !== undefined) {
    const data = resultOf(household, land);
    return [
      about('LAND', 'fact-corrected', {
        target: { source: '/agencies/H44/one-stop-shop', id: `${codeOf(household, 'LAND')}-result-issued` },
        type: `${ONE_STOP}.result-issued.v1`,
        data: { ...data, paper: { ...data.paper, number: `${tokenOf(household)}/SD` } },
      }),
    ];
  }
  if (fate !== 'NOTICE_RETRACTED') return [];
  const target = { source: '/agencies/H44/shared-papers', id: sharedId(household, 'MOTHER', 'BIRTH_NOTICE') };
  const concerns = concerned(household, [['MOTHER', 'MOTHER']]).map(({ person, role }) => ({ person, role }));
  return [
    sharedPapers([
      {
        id: `${target.id}-retracted`,
        type: 'vn.gov.shared.fact-retracted.v1',
        day: '2025-11-10',
        data: { target, concerns },
      },
    ]),
  ];
}

function events(said: readonly Said[]): Telling {
  return { door: '/v1/events', body: said.map((each) => structured(each, 'one-stop-shop')) };
}

function sharedPapers(said: readonly Said[]): Telling {
  return { door: '/v1/shared-papers', body: said.map((each) => structured(each, 'shared-papers')) };
}

function structured({ day, ...said }: Said, system: string) {
  const source = `/agencies/H44/${system}`;
  return { specversion: '1.0', source, time: `${day}T03:00:00.000Z`, ...said };
}

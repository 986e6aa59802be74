/** What happens in a life: single, married, parents, owners of land, builders, drivers, pensioners, the dead. */
import type { PaperObject, Role } from '#schemas/generated/events.ts';
import { addDays } from '#shared/pure/time.ts';
import { MODEL_CATALOGUE } from '../catalogue.ts';
import { type Case, ENDINGS, type HandedIn } from './case.ts';
import type { Concerned, Person, Theme, Village } from './village.ts';

/** What is particular to an act. */
type Act = (village: Village, one: Person, two: Person, three: Person) => Particular;

interface Particular {
  readonly procedureCode: string;
  readonly owners: readonly Person[];
  readonly resultCode?: string;
  readonly named: Concerned;
  readonly papers: readonly string[];
  readonly object?: PaperObject;
}

const parcel = (village: Village): PaperObject => ({
  type: 'PARCEL',
  key: village.chance.pick(village.parcels),
});
const vehicle = (village: Village): PaperObject => ({
  type: 'VEHICLE',
  key: village.chance.pick(village.parcels),
});

/** Who sold and who has it now: sometimes the seller keeps a share. */
function sale(village: Village, seller: Person, buyer: Person, role: Role): Concerned {
  const named: Concerned = [
    [seller, 'SELLER'],
    [buyer, role],
  ];
  return village.sometimes(0.15) ? [...named, [seller, 'OWNER']] : named;
}

interface Themed {
  readonly themes: readonly Theme[];
  readonly act: Act;
}

const ACTS: readonly Themed[] = [
  {
    themes: ['MARRIAGE'],
    act: (_, one) => ({
      procedureCode: '1.004873',
      owners: [one],
      resultCode: 'KQ.G15.000038',
      named: [[one, 'HOLDER']],
      papers: ['APPLICATION_FORM', 'DEATH_EXTRACT'],
    }),
  },
  {
    themes: ['MARRIAGE', 'CHILD'],
    act: (_, one, two) => ({
      procedureCode: '1.000894',
      owners: [one, two],
      resultCode: 'KQ.G15.000032',
      named: [
        [one, 'HOLDER'],
        [two, 'SPOUSE'],
      ],
      papers: ['SINGLE_STATUS_CONFIRMATION', 'APPLICATION_FORM'],
    }),
  },
  {
    themes: ['CHILD'],
    act: (_, one, two, three) => ({
      procedureCode: '1.001193',
      owners: [one],
      resultCode: 'KQ.G15.000031',
      named: [
        [three, 'CHILD'],
        [one, 'MOTHER'],
        [two, 'FATHER'],
      ],
      papers: ['BIRTH_NOTICE', 'MARRIAGE_CERTIFICATE'],
    }),
  },
  {
    themes: ['CHILD'],
    act: (_, one, two, three) => ({
      procedureCode: '2.000986',
      owners: [one],
      resultCode: 'KQ.G15.000031',
      named: [
        [three, 'CHILD'],
        [one, 'MOTHER'],
        [two, 'FATHER'],
      ],
      papers: ['BIRTH_NOTICE', 'HOUSEHOLD_BOOK'],
    }),
  },
  {
    themes: ['LAND'],
    act: (village, one, two) => ({
      procedureCode: '1.013831',
      owners: [two],
      resultCode: 'KQ.G10.001147',
      named: sale(village, one, two, 'OWNER'),
      papers: ['LAND_CERTIFICATE', 'NOTARISED_CONTRACT'],
      object: parcel(village),
    }),
  },
  {
    themes: ['LAND'],
    act: (village, one, two) => ({
      procedureCode: '1.013831',
      owners: [one],
      resultCode: 'KQ.G10.001147',
      named: sale(village, one, two, 'BUYER'),
      papers: ['NOTARISED_CONTRACT'],
      object: parcel(village),
    }),
  },
  {
    themes: ['LAND'],
    act: (village, one) => ({
      procedureCode: village.chance.pick(['1.013978', '1.012783']),
      owners: [one],
      resultCode: village.chance.pick(['KQ.G10.001148', 'KQ.G10.001147', 'KQ.G10.000921']),
      named: [[one, 'OWNER']],
      papers: ['LAND_USE_PAPER', 'LAND_CERTIFICATE'],
      object: parcel(village),
    }),
  },
  {
    themes: ['LAND', 'MARRIAGE', 'CHILD'],
    act: (village, one) => ({
      procedureCode: village.chance.pick(['1.004222', '1.004194']),
      owners: [one],
      resultCode: village.chance.pick(['KQ.G01.000064', 'KQ.G01.000065', 'KQ.G01.000066']),
      named: [[one, 'HOLDER']],
      papers: ['LAND_CERTIFICATE', 'MARRIAGE_CERTIFICATE', 'BIRTH_CERTIFICATE'],
    }),
  },
  {
    themes: ['LAND'],
    act: (village, one) => ({
      procedureCode: '1.013225',
      owners: [one],
      resultCode: 'KQ.G17.000311',
      named: [[one, 'HOLDER']],
      papers: ['LAND_CERTIFICATE', 'DRAWINGS'],
      object: parcel(village),
    }),
  },
  {
    themes: ['DEATH'],
    act: (_, one, two) => ({
      procedureCode: '1.000656',
      owners: [one],
      resultCode: 'KQ.G15.000034',
      named: [
        [two, 'DECEASED'],
        [one, 'REPRESENTATIVE'],
      ],
      papers: ['DEATH_NOTICE'],
    }),
  },
  {
    themes: ['VEHICLE'],
    act: (_, one) => ({
      procedureCode: '3.000347',
      owners: [one],
      resultCode: 'KQ.G01.000185',
      named: [[one, 'HOLDER']],
      papers: ['HEALTH_CHECK', 'DRIVING_LICENCE'],
    }),
  },
  {
    themes: ['VEHICLE'],
    act: (village, one, two) => ({
      procedureCode: village.chance.pick(['1.013076', '1.012575']),
      owners: [two],
      resultCode: village.chance.pick(['KQ.G01.000014', 'KQ.G01.000008']),
      named: sale(village, one, two, 'OWNER'),
      papers: ['VEHICLE_REGISTRATION', 'REGISTRATION_FEE_RECEIPT', 'E_INVOICE'],
      object: vehicle(village),
    }),
  },
  {
    themes: ['ANYTHING'],
    act: (village, one) => ({
      procedureCode: village.chance.pick(['1.001612', '2.001583']),
      owners: [one, village.firm],
      resultCode: village.chance.pick(['KQ.G12.001041', 'KQ.G12.001046']),
      named: [[village.firm, 'HOLDER']],
      papers: ['ID_CARD'],
      object: { type: 'BUSINESS', key: village.firm.subject.id },
    }),
  },
  {
    themes: ['ANYTHING', 'DEATH'],
    act: (village, one) => {
      const procedure = village.chance.pick(MODEL_CATALOGUE.procedures);
      const resultCode = procedure.yields[0]?.resultCode;
      return {
        procedureCode: procedure.procedureCode + village.chance.pick(['', '', '.000.00.00.H55']),
        owners: [one],
        ...(resultCode !== undefined && { resultCode }),
        named: [[one, 'HOLDER']],
        papers: procedure.papers.map(({ paperKind }) => paperKind),
      };
    },
  },
  {
    themes: ['ANYTHING'],
    act: (_, one) => ({
      procedureCode: '9.999999',
      owners: [one],
      named: [],
      papers: ['ID_CARD', 'LAND_CERTIFICATE'],
    }),
  },
];

/** A paper handed in: as the sender knows it, often without number or day. */
export function handedIn(village: Village, kind: string, object: PaperObject | undefined): HandedIn {
  const issuedOn = village.sometimes(0.4) ? village.border() : null;
  return {
    kind,
    number: village.sometimes(0.3) ? village.chance.pick([`${kind} 1`, `${kind} 2`]) : null,
    issuedOn,
    validTo: village.sometimes(0.2) ? addDays(issuedOn ?? village.day(), village.chance.pick([0, 60])) : null,
    object: object !== undefined && village.sometimes(0.5) ? object : null,
    fileRef: village.code('/in/'),
  };
}

/** An act of the village's theme, now and then any. */
function themed(village: Village): Act {
  const own = ACTS.filter(({ themes }) => themes.includes(village.theme));
  return village.chance.pick(village.sometimes(0.2) || own.length === 0 ? ACTS : own).act;
}

/** Something that happens to somebody, as a case of an agency. */
export function happening(village: Village, agency: string): Case {
  const [one = village.firm, two = one, three = two] = village.persons(3);
  const { procedureCode, owners, resultCode, named, papers, object } = themed(village)(
    village,
    one,
    two,
    three,
  );
  const filedOn = village.day();
  return {
    procedureCode,
    agency,
    owners: owners.map((owner) => (village.sometimes(0.08) ? (village.oldIds.get(owner) ?? owner) : owner)),
    handedIn: papers.filter(() => village.sometimes(0.7)).map((kind) => handedIn(village, kind, object)),
    resultCode: village.sometimes(0.95) ? resultCode : undefined,
    named,
    object: object !== undefined && village.sometimes(0.9) ? object : null,
    filedOn,
    endedOn: addDays(filedOn, village.chance.pick([0, 0, 3, 10, 40])),
    ending: village.chance.pick(ENDINGS),
  };
}

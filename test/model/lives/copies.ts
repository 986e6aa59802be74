/** Papers handed in that the hub knows from elsewhere: of the same number or none, beside a good or a bad original. */
import { NOTHING_STATED } from '#shared/pure/blank-paper.ts';
import { addDays, type Day, dayOf } from '#shared/pure/time.ts';
import type { Ending, HandedIn } from './case.ts';
import { tellByEvents } from './events.ts';
import type { Offices } from './offices.ts';
import type { Person, Village } from './village.ts';

/** A paper of somebody, as it was shared. */
interface Known {
  readonly kind: string;
  readonly number: string | null;
  readonly holder: Person;
  readonly day: Day;
}

function knownPapers(village: Village): readonly Known[] {
  return village.stated.flatMap(({ fact: { event } }) => {
    if (event.eventName !== 'PaperShared' || event.paper.paperKind === null) return [];
    const { paperKind: kind, number, issuedOn } = event.paper;
    const holder = village.people.find(({ key }) =>
      event.concerns.some(({ subjectKey }) => subjectKey === key),
    );
    return holder === undefined ? [] : [{ kind, number, holder, day: issuedOn ?? dayOf(event.occurredAt) }];
  });
}

/** A second original of the same kind for the same person, with a number of its own. */
function shareAnother(village: Village, { kind, holder, day }: Known, { all }: Offices): void {
  const issuedOn = addDays(day, village.chance.pick([0, 1, 30]));
  village.tell('PaperShared', {
    type: 'vn.gov.shared.paper-shared.v1',
    agency: village.chance.pick(all),
    at: village.moment(issuedOn),
    concerns: [[holder, 'HOLDER']],
    data: {
      paper: {
        ...NOTHING_STATED,
        paperKind: kind,
        number: `${kind} 3`,
        issuedOn,
        validTo: village.sometimes(0.4) ? addDays(issuedOn, 5) : null,
      },
    },
  });
}

const ENDINGS: readonly Ending[] = ['RETURNED', 'RETURNED', 'RETURNED', 'COMPLETED', 'OPEN'];

/** Hands a copy in with some other case; the original is sometimes disputed, sometimes not the only one. */
export function handInCopy(village: Village, offices: Offices): void {
  const papers = knownPapers(village);
  if (papers.length === 0) return;
  const single = papers.find(({ kind }) => kind === 'SINGLE_STATUS_CONFIRMATION');
  const known = single !== undefined && village.sometimes(0.5) ? single : village.chance.pick(papers);
  const day = addDays(known.day, village.chance.pick([-1, 0, 1, 40]));
  // A certificate of marriage supersedes it, if that was handed in with a dossier that ended well.
  const isSingle = known.kind === 'SINGLE_STATUS_CONFIRMATION';
  const copy: HandedIn = {
    kind: village.sometimes(isSingle ? 0.5 : 0.1) ? 'MARRIAGE_CERTIFICATE' : known.kind,
    number: village.chance.pick([known.number, null, `${known.kind} 3`]),
    issuedOn: village.sometimes(0.5) ? day : null,
    validTo: null,
    object: null,
    fileRef: village.code('/in/'),
  };
  const agency = village.chance.pick(offices.all);
  const teller = { village, code: village.dossierCode(agency), agency };
  tellByEvents(teller, {
    procedureCode: village.chance.pick(['1.004222', '1.004194']),
    agency,
    owners: [known.holder],
    handedIn: [copy],
    resultCode: undefined,
    named: [[known.holder, 'HOLDER']],
    object: null,
    filedOn: day,
    endedOn: day,
    ending: isSingle && village.sometimes(0.4) ? 'COMPLETED' : village.chance.pick(ENDINGS),
  });
  if (village.sometimes(0.5)) shareAnother(village, known, offices);
}

/** A whole life from a seed: agencies, documents, officers, cases told natively and by events, trouble, questions. */
import type { HubKey } from '#shared/pure/hub-key.ts';
import { MODEL_CATALOGUE } from '../catalogue.ts';
import type { Life } from '../told.ts';
import { happening } from './acts.ts';
import { type Case, ENDINGS } from './case.ts';
import { handInCopy } from './copies.ts';
import { tellByEvents, tellReopening, tellResult } from './events.ts';
import { tellNatively } from './native.ts';
import { employ } from './officers.ts';
import { type Offices, officesOf, registryOf, speakerAt } from './offices.ts';
import { decideConflicts, doubtPersons, linkPersons, trustSources } from './operators.ts';
import { questions } from './questions.ts';
import { issueDocument, sharePaper } from './shared.ts';
import { makeTrouble } from './trouble.ts';
import { Village } from './village.ts';

export interface LifeOptions {
  readonly seed: number;
  readonly hubKey: HubKey;
  /** Tells this life's codes from those of others in one hub. */
  readonly nth?: number;
  readonly questions?: number;
  /** A short one is a paper or a case, told without trouble: most lives of a province are. Default: long. */
  readonly length?: 'LONG' | 'SHORT';
}

/** The life of a seed: the same seed, the same life. */
export function lifeOf({
  seed,
  hubKey,
  nth = seed % 1_000_000,
  questions: count = 6,
  length = 'LONG',
}: LifeOptions): Life {
  const village = new Village({ seed, nth, hubKey });
  const offices = officesOf((from) => village.chance.pick(from));
  const registry = registryOf(hubKey, offices);
  if (length === 'SHORT') liveShortly(village, offices);
  else live(village, offices);
  const asked = questions(village, count);
  return {
    seed,
    stated: [...registry, ...village.stated],
    letters: village.letters,
    catalogue: MODEL_CATALOGUE,
    asked,
    people: village.everybody(),
  };
}

function live(village: Village, offices: Offices): void {
  for (let left = village.chance.below(4); left > 0; left -= 1) issueDocument(village, offices);
  for (const [nth, officer] of village.officers.entries()) {
    const person = village.people[nth];
    if (person !== undefined && village.sometimes(0.7)) employ(village, officer, person, offices);
  }
  for (let left = 1 + village.chance.below(4); left > 0; left -= 1) sharePaper(village, offices);
  for (let left = 1 + village.chance.below(4); left > 0; left -= 1) tellCase(village, offices);
  if (village.sometimes(0.7)) handInCopy(village, offices);
  linkPersons(village);
  makeTrouble(village, offices);
  trustSources(village);
  decideConflicts(village);
  doubtPersons(village);
}

function liveShortly(village: Village, offices: Offices): void {
  sharePaper(village, offices);
  if (village.sometimes(0.5)) tellCase(village, offices);
  linkPersons(village);
  trustSources(village);
  decideConflicts(village);
}

/** A case told natively, by events, or natively with the result beside it, as the story's birth is. */
function tellCase(village: Village, offices: Offices): void {
  const agency = village.chance.pick(offices.all);
  const the: Case = happening(village, agency);
  const code = village.dossierCode(agency);
  const teller = { village, code, agency };
  const dice = village.chance.next();
  if (dice < 0.45) return tellByEvents(teller, the);
  tellNatively(village, the, code, (recordedAt) => speakerAt(offices, agency, recordedAt));
  if (dice > 0.75) tellResult(teller, the);
  tellReopening(teller, {
    ...the,
    ending: village.sometimes(0.1) ? village.chance.pick(ENDINGS) : the.ending,
  });
}

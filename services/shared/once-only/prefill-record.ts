/** Fields that a person's personnel record fills in. */
import { type Fact, isFactOf } from '#shared/pure/fact.ts';
import { foldText } from '#shared/pure/text.ts';
import { postsOf } from './civil-servant.ts';
import type { Bench } from './judge.ts';
import { comparePlaces, compareText, type Placed } from './order.ts';
import { proofOf } from './paper.ts';
import { type Source, sealedIn } from './prefill-source.ts';
import { standingFacts } from './standing.ts';

export interface PersonnelRecord {
  readonly facts: readonly Fact[];
  readonly standing: readonly Fact[];
}

/** The record of the person; of several, as after a move to another province, the one of which was heard last. */
export function recordOf(person: string, { world, knownAt }: Bench): PersonnelRecord | undefined {
  const records = [...world.civilServants].flatMap(([code, facts]) => {
    const { facts: standing } = standingFacts(facts, knownAt, world.agencies);
    const last = standing.at(-1);
    const named = standing.flatMap(({ fact }) => fact.event.concerns);
    const isTheirs = named.some(({ subjectKey }) => world.links.personOf(subjectKey) === person);
    return last === undefined || !isTheirs ? [] : [{ code, facts, standing, last }];
  });
  const [newest] = records.sort(
    (left, right) => comparePlaces(right.last.place, left.last.place) || compareText(left.code, right.code),
  );
  return newest === undefined
    ? undefined
    : { facts: newest.facts, standing: newest.standing.map(({ fact }: Placed) => fact) };
}

/** Where the record says a field; undefined if it does not. */
export function recordSource(
  field: string,
  person: string,
  record: PersonnelRecord,
  bench: Bench,
): Source | undefined {
  if (field === 'socialInsuranceNumber') {
    const headers = record.standing.filter((fact) => isFactOf(fact, 'CivilServantRegistered'));
    return sealedIn(headers.toReversed(), person, field, bench);
  }
  const said = saidOf(field, record, bench);
  return said === undefined ? undefined : { value: said.value, provenance: [proofOf(said.fact)] };
}

interface Said {
  readonly value: string;
  readonly fact: Fact;
}

function saidOf(field: string, record: PersonnelRecord, bench: Bench): Said | undefined {
  switch (field) {
    case 'agency':
    case 'position':
      return postSaid(field, record, bench);
    case 'leaveFrom':
      return leaveSaid(record, bench);
    case 'retiredOn':
      return retirementSaid(record);
    default:
      return undefined;
  }
}

/** As the post of that day says, else as the header says without a day. */
function postSaid(field: 'agency' | 'position', record: PersonnelRecord, bench: Bench): Said | undefined {
  const post = postsOf(record.facts, bench.knownAt, bench.world.agencies).findLast(
    ({ from, to }) => from <= bench.on && (to === undefined || bench.on <= to),
  );
  const ofPost = field === 'agency' ? post?.agency : post?.title;
  if (post !== undefined && ofPost !== undefined) return { value: ofPost, fact: post.fact };
  const header = record.standing.findLast((fact) => isFactOf(fact, 'CivilServantRegistered'));
  const ofHeader = field === 'agency' ? header?.event.unit : header?.event.position;
  return header === undefined || ofHeader == null ? undefined : { value: ofHeader, fact: header };
}

/** The last leave that has begun: for a child, where one is called so. */
function leaveSaid({ standing }: PersonnelRecord, { on }: Bench): Said | undefined {
  const begun = standing
    .filter((fact) => isFactOf(fact, 'LeaveStarted'))
    .filter(({ event }) => event.startsOn <= on)
    .sort((left, right) => compareText(left.event.startsOn, right.event.startsOn));
  const last = begun.findLast(({ event }) => isMaternity(event.leaveKind)) ?? begun.at(-1);
  return last === undefined ? undefined : { value: last.event.startsOn, fact: last };
}

function isMaternity(leaveKind: string): boolean {
  return /maternity|thai s[aả]n/u.test(foldText(leaveKind));
}

function retirementSaid({ standing }: PersonnelRecord): Said | undefined {
  for (const fact of standing.toReversed()) {
    if (isFactOf(fact, 'Retired')) return { value: fact.event.effectiveOn, fact };
    if (!isFactOf(fact, 'CivilServantRegistered')) continue;
    const { status, statusFrom } = fact.event;
    if (status === 'RETIRED' && statusFrom !== null) return { value: statusFrom, fact };
  }
  return undefined;
}

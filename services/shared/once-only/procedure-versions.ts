/**
 * Versions of procedures with their days, as published, amended and repealed. An amendment is a whole new version and
 * ends those before it; a repeal ends what began before its day, and what was announced for later never begins.
 */
import type { ProcedurePublishedData } from '#schemas/generated/events.ts';
import { type Fact, type FactOf, isFactOf } from '#shared/pure/fact.ts';
import { addDays, type Day } from '#shared/pure/time.ts';

type Version = ProcedurePublishedData;
type Stated = FactOf<'ProcedurePublished' | 'ProcedureAmended'>;

/** The versions that these facts make, which stand in the order of their record. Of statements about one the last counts. */
export function procedureVersions(facts: readonly Fact[]): Version[] {
  const ofProcedures = Map.groupBy(facts.filter(isAboutProcedure), ({ event }) => event.procedureCode);
  return [...ofProcedures.values()].flatMap(versionsOf);
}

function isAboutProcedure(fact: Fact): fact is Stated | FactOf<'ProcedureRepealed'> {
  return isFactOf(fact, 'ProcedurePublished', 'ProcedureAmended', 'ProcedureRepealed');
}

function versionsOf(facts: readonly (Stated | FactOf<'ProcedureRepealed'>)[]): Version[] {
  const last = new Map<Day, { readonly version: Version; readonly statedAs: number }>();
  const begins = new Set<Day>();
  const repeals: { readonly from: Day; readonly statedAs: number }[] = [];
  for (const [statedAs, fact] of facts.entries()) {
    if (isFactOf(fact, 'ProcedureRepealed')) {
      repeals.push({ from: fact.event.repealedFrom, statedAs });
      continue;
    }
    const version = fact.event;
    last.set(version.validFrom, { version, statedAs });
    if (isFactOf(fact, 'ProcedureAmended')) begins.add(version.validFrom);
  }
  return [...last.values()].flatMap(({ version, statedAs }) => {
    const { validFrom } = version;
    if (repeals.some((repeal) => repeal.from <= validFrom && statedAs < repeal.statedAs)) return [];
    const ends = [...begins, ...repeals.map(({ from }) => from)]
      .filter((day) => day > validFrom)
      .map((day) => addDays(day, -1));
    return [ending(version, ends)];
  });
}

function ending(version: Version, ends: readonly Day[]): Version {
  const [first] = [...ends, ...(version.validTo === null ? [] : [version.validTo])].sort();
  return first === undefined || first === version.validTo ? version : { ...version, validTo: first };
}

/** Values inside sealed parts: which event's part says them, and the port that opens it. */
import type { HubEvent } from '#schemas/generated/events.ts';
import type { PrefillSource, Proof } from '#shared/once-only/question.ts';
import { standingFacts } from '#shared/once-only/standing.ts';
import type { World } from '#shared/once-only/world.ts';
import type { Fact } from '#shared/pure/fact.ts';
import type { Instant } from '#shared/pure/time.ts';

/** One value inside a sealed part of an event. */
export interface SealedValue {
  readonly event: HubEvent;
  readonly keyOwner: string;
  /** A field of `<Event>Personal`. */
  readonly personalField: string;
}

/** One that may say the value of a field, with the event that says it. */
export interface PlacedValue extends SealedValue {
  readonly proof: Proof;
}

export interface OpenedValue<V extends SealedValue> {
  readonly value: string;
  readonly of: V;
}

/** Opens sealed parts. */
export interface PersonalValues {
  /** The values in the order asked for; undefined where the part says nothing or its key was destroyed. */
  open(wanted: readonly SealedValue[]): Promise<readonly (string | undefined)[]>;
  /** Of each list the first value that says anything; what comes after it stays closed. One round trip for all. */
  openFirst<V extends SealedValue>(
    wanted: readonly (readonly V[])[],
  ): Promise<readonly (OpenedValue<V> | undefined)[]>;
}

/** The sealed values that sources point at, by source and the best first: in the events that stand under the facts' names then. */
export function sealedValuesOf(
  sources: readonly PrefillSource[],
  world: World,
  knownAt: Instant,
): ReadonlyMap<PrefillSource, readonly PlacedValue[]> {
  const wanted = new Set(sources.flatMap(({ sealed = [] }) => sealed.map(({ factId }) => factId)));
  const events = standingEvents(wanted, world, knownAt);
  return new Map(
    sources.map((source) => {
      const values = (source.sealed ?? []).flatMap(
        ({ factId, subjectKey: keyOwner, personalField, proof }) => {
          const event = events.get(factId);
          return event === undefined ? [] : [{ event, keyOwner, personalField, proof }];
        },
      );
      return [source, values] as const;
    }),
  );
}

/** A corrected fact keeps its name, but the correction's event speaks for it. */
function standingEvents(
  factIds: ReadonlySet<string>,
  { dossiers, sharedPapers, civilServants, agencies }: World,
  knownAt: Instant,
): ReadonlyMap<string, HubEvent> {
  const aggregates = [dossiers, sharedPapers, civilServants].flatMap((group) => [...group.values()]);
  return new Map(
    aggregates
      .filter((facts) => facts.some(({ factId }) => factIds.has(factId)))
      .flatMap((facts) => standing(facts, knownAt, agencies))
      .map(({ factId, event }) => [factId, event]),
  );
}

function standing(facts: readonly Fact[], knownAt: Instant, agencies: World['agencies']): readonly Fact[] {
  const { facts: placed, former } = standingFacts(facts, knownAt, agencies);
  return [...placed, ...former].map(({ fact }) => fact);
}

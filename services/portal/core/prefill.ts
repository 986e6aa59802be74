/** Fields of the form that need not be written again: said clear, opened from a sealed part, or the caller's own words. */
import type { PrefillSource, Proof } from '#shared/once-only/question.ts';
import type { AskedPerson } from './pre-check-request.ts';
import { type ShownProof, viewProof } from './shown-paper.ts';

export interface PrefilledValue {
  readonly field: string;
  readonly value: string;
  readonly from: string;
  /** The events that say it; none where it is the caller's own words. */
  readonly provenance: readonly ShownProof[];
}

/** What a sealed part said, and the event that it is part of. */
export interface Opened {
  readonly value: string;
  readonly proof: Proof;
}

/** The sources with their values; one whose value is not known is left out. */
export function fillIn(
  sources: readonly PrefillSource[],
  opened: ReadonlyMap<PrefillSource, Opened | undefined>,
  identifiers: ReadonlyMap<string, string>,
): readonly PrefilledValue[] {
  return sources.flatMap((source) => {
    const { field, from, provenance } = source;
    const sealed = opened.get(source);
    if (sealed !== undefined)
      return [{ field, value: sealed.value, from, provenance: [viewProof(sealed.proof)] }];
    const value = source.value ?? identifiers.get(source.identifierOf ?? '');
    return value === undefined ? [] : [{ field, value, from, provenance: provenance.map(viewProof) }];
  });
}

/** The personal number that the caller named each person by, by subject key: no other identifier fills a form. */
export function identifiersOf(
  persons: readonly AskedPerson[],
  keyOf: (person: AskedPerson) => string,
): ReadonlyMap<string, string> {
  return new Map(
    persons
      .filter(({ subject }) => subject.type === 'PERSON')
      .map((person) => [keyOf(person), person.subject.id]),
  );
}

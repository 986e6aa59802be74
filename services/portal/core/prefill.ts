/** Fields of the form that need not be written again: said clear, opened from a sealed part, or the caller's own words. */
import type { PrefillSource } from '#shared/once-only/question.ts';
import type { AskedPerson } from './pre-check-request.ts';

export interface PrefilledValue {
  readonly field: string;
  readonly value: string;
  readonly from: string;
}

/** The sources with their values; one whose value is not known is left out. */
export function fillIn(
  sources: readonly PrefillSource[],
  opened: ReadonlyMap<PrefillSource, string | undefined>,
  identifiers: ReadonlyMap<string, string>,
): readonly PrefilledValue[] {
  return sources.flatMap((source) => {
    const value = source.value ?? opened.get(source) ?? identifiers.get(source.identifierOf ?? '');
    return value === undefined ? [] : [{ field: source.field, value, from: source.from }];
  });
}

/** The identifier that the caller named each person by, by subject key. */
export function identifiersOf(
  persons: readonly AskedPerson[],
  keyOf: (person: AskedPerson) => string,
): ReadonlyMap<string, string> {
  return new Map(persons.map((person) => [keyOf(person), person.subject.id]));
}

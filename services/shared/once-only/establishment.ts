/** How many posts an agency may have and has, year by year. */
import { type FactOf, isFactOf } from '#shared/pure/fact.ts';
import type { Placed } from './order.ts';

export interface Establishment {
  readonly year: number;
  readonly approved: number;
  readonly filled?: number;
  /** Of the decision. */
  readonly number?: string;
  readonly fact: FactOf<'EstablishmentApproved'>;
}

/** The years of one agency, in order; of several statements about a year the last one counts. */
export function foldEstablishment(standing: readonly Placed[]): Establishment[] {
  const years = new Map<number, FactOf<'EstablishmentApproved'>>();
  for (const { fact } of standing) {
    if (isFactOf(fact, 'EstablishmentApproved')) years.set(fact.event.year, fact);
  }
  return [...years.values()]
    .map((fact) => {
      const { year, approved, filled, number } = fact.event;
      return {
        year,
        approved,
        ...(filled !== null && { filled }),
        ...(number !== null && { number }),
        fact,
      };
    })
    .sort((left, right) => left.year - right.year);
}

/** Where the value of a form's field is known from, without the catalogue's words; and what is sealed. */
import type { Fact } from '#shared/pure/fact.ts';
import type { Bench } from './judge.ts';
import { proofOf } from './paper.ts';
import type { PrefillSource } from './question.ts';

export type Source = Omit<PrefillSource, 'field' | 'from'>;

/** Senders name one owner of several: so the next fact is asked, too. Bounded, because each is opened. */
const SEALED_MAX = 20;

/** A part is sealed under the identifier that was stated, whichever of the person's that is. */
export function sealedIn(
  facts: readonly Fact[],
  person: string,
  personalField: string,
  { world }: Bench,
): Source | undefined {
  const keys = world.links.keysOf(person);
  const sealed = facts
    .flatMap((fact) =>
      fact.event.sealed
        .filter(({ keyOwner }) => keys.includes(keyOwner))
        .map(({ keyOwner }) => ({
          factId: fact.factId,
          subjectKey: keyOwner,
          personalField,
          proof: proofOf(fact),
        })),
    )
    .slice(0, SEALED_MAX);
  return sealed.length === 0 ? undefined : { sealed, provenance: [] };
}

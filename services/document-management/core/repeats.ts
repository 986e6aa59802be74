/** Tells a message that is sent again from a new one, and from another message under an id that is taken. */
import { factIdOf, type HubKey, uuidText } from '#shared/pure/hub-key.ts';
import type { Instant } from '#shared/pure/time.ts';
import type { EdxmlDraft } from './translation-context.ts';

/** A fact as the read model has it. */
export interface KnownFact {
  /** UUID text. */
  readonly factId: string;
  readonly bodyHash: string;
  readonly recordedAt: Instant;
  readonly partition: number;
  readonly offset: number;
}

/** Whoever can say what is known of documents; empty where nothing is known or nobody answers. */
export interface KnownFacts {
  find(documentKeys: readonly string[], factIds: readonly string[]): Promise<readonly KnownFact[]>;
}

/** A draft with what identifies it. */
export interface IdentifiedDraft {
  readonly draft: EdxmlDraft;
  /** UUID text. */
  readonly factId: string;
  readonly bodyHash: string;
}

export type Repeat =
  /** To be published. */
  | { readonly kind: 'NEW'; readonly draft: EdxmlDraft }
  /** Known with the same body; the copy that stands. */
  | { readonly kind: 'KNOWN'; readonly draft: EdxmlDraft; readonly fact: KnownFact }
  /** Known with another body. */
  | { readonly kind: 'CONFLICT'; readonly draft: EdxmlDraft };

/** What each draft will be known by once it is published. */
export function identify(drafts: readonly EdxmlDraft[], hubKey: HubKey): IdentifiedDraft[] {
  return drafts.map((draft) => ({
    draft,
    factId: factIdOf(draft.source, draft.id),
    bodyHash: uuidText(hubKey.bodyHash(draft.hashed)),
  }));
}

/** Holds drafts against what is known, in their order; of two bodies under one id the one recorded first stands. */
export function findRepeats(drafts: readonly IdentifiedDraft[], facts: readonly KnownFact[]): Repeat[] {
  const standing = new Map<string, KnownFact>();
  for (const fact of facts) {
    const other = standing.get(fact.factId);
    if (other === undefined || fact.recordedAt < other.recordedAt) standing.set(fact.factId, fact);
  }
  return drafts.map(({ draft, factId, bodyHash }) => {
    const fact = standing.get(factId);
    if (fact === undefined) return { kind: 'NEW', draft };
    return fact.bodyHash === bodyHash ? { kind: 'KNOWN', draft, fact } : { kind: 'CONFLICT', draft };
  });
}

/** What every fact of an edXML message shares. */
import type { FactDraft } from '#shared/pure/draft.ts';
import type { HubKey } from '#shared/pure/hub-key.ts';
import type { Instant } from '#shared/pure/time.ts';

export const DOOR = 'edxml';

/** A draft of this door always says what its body is, so that a repeat can be told before it is published. */
export type EdxmlDraft = FactDraft & { readonly hashed: object };

export interface TranslationContext {
  /** For ids that follow from content. */
  readonly hubKey: HubKey;
  /** The hub's clock when the message came in. */
  readonly recordedAt: Instant;
}

/** The part of a draft that says who speaks, when it was heard, and that no known person is concerned. */
export function envelopeOf(agency: string, { recordedAt }: TranslationContext) {
  return {
    source: `/agencies/${agency}/${DOOR}`,
    agency,
    sender: agency,
    door: DOOR,
    recordedAt,
    concerns: [],
  };
}

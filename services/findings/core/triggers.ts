/** What a new fact makes worth a look: pure. */
import type { HubEvent } from '#schemas/generated/events.ts';
import { documentBasis, signerBasis } from '#shared/once-only/evidence.ts';
import { isRequest } from '#shared/once-only/re-ask.ts';
import type { Fact } from '#shared/pure/fact.ts';

/** A fact of the log under its aggregate's key. */
export interface KeyedFact {
  readonly aggregateKey: string;
  readonly fact: Fact;
}

/** What a batch of facts makes worth a look; each named once. */
export interface Looks {
  /** Requests for papers, each in the dossier that is its key. */
  readonly requests: readonly KeyedFact[];
  /** Dossiers whose submissions may contradict each other. */
  readonly dossiers: ReadonlySet<string>;
  /** Dossiers of which a result was revoked: the persons whom its papers name. */
  readonly revokedIn: ReadonlySet<string>;
  /** Persons whose papers may have fallen, or been relied on. */
  readonly subjects: ReadonlySet<string>;
  /** `document:…` and `signer:…`: whatever papers rest on them. */
  readonly bases: ReadonlySet<string>;
}

/** Collects what is worth a look. */
export function looksOf(facts: readonly KeyedFact[]): Looks {
  const requests: KeyedFact[] = [];
  const dossiers = new Set<string>();
  const revokedIn = new Set<string>();
  const subjects = new Set<string>();
  const bases = new Set<string>();
  for (const keyed of facts) {
    const { aggregateKey, fact } = keyed;
    if (isRequest(fact)) requests.push(keyed);
    for (const event of statedBy(fact)) {
      if (event.eventName === 'DossierSubmitted') dossiers.add(aggregateKey);
      if (event.eventName === 'ResultRevoked' && isOfDossier(event)) revokedIn.add(aggregateKey);
      if (event.eventName === 'RecallRequested') bases.add(documentBasis(aggregateKey));
      if (event.type.startsWith('vn.gov.civil-servants.')) bases.add(signerBasis(aggregateKey));
      else if (mayTouchPapers(event)) for (const { subjectKey } of event.concerns) subjects.add(subjectKey);
    }
  }
  return { requests, dossiers, revokedIn, subjects, bases };
}

/** Whether there is nothing to look at. */
export function isNothing({ requests, dossiers, revokedIn, subjects, bases }: Looks): boolean {
  return requests.length + dossiers.size + revokedIn.size + subjects.size + bases.size === 0;
}

function statedBy({ event, replacement }: Fact): readonly HubEvent[] {
  return replacement === undefined ? [event] : [event, replacement];
}

function isOfDossier(event: HubEvent): boolean {
  return event.type.startsWith('vn.gov.one-stop-shop.');
}

function mayTouchPapers({ eventName }: HubEvent): boolean {
  return (
    eventName === 'ComponentSubmitted' ||
    eventName === 'ResultIssued' ||
    eventName === 'PaperShared' ||
    eventName === 'ResultRevoked'
  );
}

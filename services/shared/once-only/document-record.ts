/**
 * An official document as it is listed and shown: what was registered, who received it and how far each of them is,
 * whether it was recalled by whoever may, replaced, or linked to dossiers.
 */
import type { EventName } from '#schemas/generated/events.ts';
import { normaliseAgencyCode } from '#shared/pure/agency-code.ts';
import { type Fact, type FactOf, isFactOf } from '#shared/pure/fact.ts';
import type { Instant } from '#shared/pure/time.ts';
import type { Agencies } from './agencies.ts';
import { isRecallBy, issuerOf } from './document.ts';
import type { Placed } from './order.ts';

/** How far a recipient is, by the status messages of the exchange (codes 01 to 06). */
const RECIPIENT_STATES = {
  DocumentArrived: 'ARRIVED',
  DocumentRefused: 'REFUSED',
  DocumentReceived: 'RECEIVED',
  DocumentAssigned: 'ASSIGNED',
  DocumentInProcess: 'IN_PROCESS',
  DocumentDone: 'DONE',
} as const satisfies Partial<Record<EventName, string>>;

export type RecipientState = 'SENT' | (typeof RECIPIENT_STATES)[keyof typeof RECIPIENT_STATES];

export interface DocumentRecipient {
  readonly agencyCode: string;
  readonly name?: string;
  /** It was sent to them; others only say that they have it. */
  readonly isAddressed: boolean;
  /** By their last status. */
  readonly state: RecipientState;
  readonly since: Instant;
  /** What they answered to a recall (codes 15 and 16). */
  readonly recall?: 'ACCEPTED' | 'REFUSED';
  /** Everything that they said, in order. */
  readonly facts: readonly Fact[];
}

export interface OfficialDocument {
  readonly key: string;
  /** Who issued it, as far as that is known. */
  readonly issuer?: string;
  /** As its issuer registered or last updated it; undefined while only others spoke of it. */
  readonly content?: FactOf<'DocumentRegistered' | 'DocumentUpdated'>;
  readonly state: 'UNKNOWN' | 'REGISTERED' | 'SENT' | 'REPLACED' | 'RECALLED';
  readonly recipients: readonly DocumentRecipient[];
  /** The recall that counts; one by a stranger has no effect. */
  readonly recall?: FactOf<'RecallRequested'>;
  /** Document keys. */
  readonly replacedBy: readonly string[];
  /** Dossier codes. */
  readonly linkedDossiers: readonly string[];
  /** One statement that looks secret is enough: then it is hidden and never counted. */
  readonly secrecySuspected: boolean;
}

/** What stands of a document under all its names, in order. */
export function foldDocument(key: string, standing: readonly Placed[], agencies: Agencies): OfficialDocument {
  const facts = standing.map(({ fact }) => fact);
  const issuer = issuerOf(key, facts, agencies) ?? normaliseAgencyCode(key.split(',')[0] ?? '');
  const isIssuers = ({ event }: Fact): boolean =>
    issuer !== undefined && agencies.isSameOffice(event.agency, issuer);
  const contents = facts.filter((fact) => isFactOf(fact, 'DocumentRegistered', 'DocumentUpdated'));
  const content = contents.findLast(isIssuers);
  const recall = facts.find(
    (fact): fact is FactOf<'RecallRequested'> => issuer !== undefined && isRecallBy(issuer, fact, agencies),
  );
  const recipients = recipientsOf(standing, agencies);
  const replacements = facts.filter((fact) => isFactOf(fact, 'DocumentReplaced')).filter(isIssuers);
  return {
    key,
    ...(issuer !== undefined && { issuer }),
    ...(content !== undefined && { content }),
    state: stateOf(recall !== undefined, replacements.length > 0, recipients, content !== undefined),
    recipients,
    ...(recall !== undefined && { recall }),
    replacedBy: distinct(replacements.map(({ event }) => event.replacedBy)),
    linkedDossiers: distinct(
      facts.filter((fact) => isFactOf(fact, 'DocumentLinkedToDossier')).map(({ event }) => event.dossierCode),
    ),
    secrecySuspected: contents.some(({ event }) => event.secrecySuspected),
  };
}

function stateOf(
  isRecalled: boolean,
  isReplaced: boolean,
  recipients: readonly DocumentRecipient[],
  isRegistered: boolean,
): OfficialDocument['state'] {
  if (isRecalled) return 'RECALLED';
  if (isReplaced) return 'REPLACED';
  if (recipients.length > 0) return 'SENT';
  return isRegistered ? 'REGISTERED' : 'UNKNOWN';
}

function recipientsOf(standing: readonly Placed[], agencies: Agencies): DocumentRecipient[] {
  const recipients: DocumentRecipient[] = [];
  for (const { fact, place } of standing) {
    for (const said of sayingsOf(fact)) {
      const at = recipients.findIndex(({ agencyCode }) => agencies.isSameOffice(agencyCode, said.agencyCode));
      const after = recipientAfter(recipients[at], said, fact, place.at);
      if (at === -1) recipients.push(after);
      else recipients[at] = after;
    }
  }
  return recipients;
}

interface Saying {
  readonly agencyCode: string;
  readonly name?: string;
  readonly isAddressed?: boolean;
  readonly state?: RecipientState;
  readonly recall?: 'ACCEPTED' | 'REFUSED';
}

/** What a fact says of recipients. */
function sayingsOf({ event }: Fact): Saying[] {
  const agencyCode = event.agency;
  switch (event.eventName) {
    case 'DocumentSent': {
      const { agencyCode: to, name } = event.recipient;
      return [{ agencyCode: to, ...(name !== null && { name }), isAddressed: true }];
    }
    case 'DocumentUpdated':
      return event.receivers.map(({ agencyCode: of, change }) => ({
        agencyCode: of,
        ...(change !== 'UNKNOWN' && { isAddressed: change === 'ADDED' }),
      }));
    case 'RecallAccepted':
      return [{ agencyCode, recall: 'ACCEPTED' }];
    case 'RecallRefused':
      return [{ agencyCode, recall: 'REFUSED' }];
    default:
      return isStatus(event.eventName) ? [{ agencyCode, state: RECIPIENT_STATES[event.eventName] }] : [];
  }
}

function isStatus(name: EventName): name is keyof typeof RECIPIENT_STATES {
  return Object.hasOwn(RECIPIENT_STATES, name);
}

/** Sent again, a recipient is as far as before. */
function recipientAfter(
  before: DocumentRecipient | undefined,
  { agencyCode, name, isAddressed, state, recall }: Saying,
  fact: Fact,
  at: Instant,
): DocumentRecipient {
  const known = before ?? { agencyCode, isAddressed: false, state: 'SENT', since: at, facts: [] };
  return {
    ...known,
    ...(name !== undefined && { name }),
    ...(isAddressed !== undefined && { isAddressed }),
    ...(state !== undefined && { state, since: at }),
    ...(recall !== undefined && { recall }),
    facts: [...known.facts, fact],
  };
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

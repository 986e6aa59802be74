/** The one question and its answer, as values: no HTTP, no sealed parts, subjects only as subject keys. */
import type { Role } from '#schemas/generated/events.ts';
import type { RecordPosition } from '#shared/pure/fact.ts';
import type { Day, Instant } from '#shared/pure/time.ts';

/** A person of the question in a role of the procedure. */
export interface AskedSubject {
  readonly role: Role;
  readonly subjectKey: string;
}

/** What must these persons still bring for this procedure? */
export interface Question {
  readonly procedureCode: string;
  readonly subjects: readonly AskedSubject[];
  readonly object?: { readonly type: string; readonly key: string };
  /** The day of validity: governs the world (rules.md 1). */
  readonly on: Day;
  /** Governs knowledge: only facts recorded by then. */
  readonly knownAt: Instant;
  /** Which agency handles the dossier; needed where a row asks for papers of its province or its own. */
  readonly agency?: string;
  /** Stated by the caller where papers of another person are asked about. */
  readonly legalBasis?: string;
  /** Ordinals of rows whose case the caller says applies (rules.md 22). */
  readonly applies: readonly number[];
}

export type PaperStatus =
  | 'HELD'
  | 'HELD_EXPIRING'
  | 'HELD_ORIGINAL_MUST_BE_SURRENDERED'
  | 'UNSETTLED'
  | 'STALE'
  | 'CONDITIONAL'
  | 'MISSING'
  | 'NOT_REUSABLE';

export type UnsettledReason =
  | 'RELATION_UNPROVEN'
  | 'IDENTITY_CONFLICT'
  | 'DEAD_LETTER_OPEN'
  | 'COMPLETED_UNPROVEN';
export type StaleReason =
  | 'REVOKED'
  | 'RECALLED'
  | 'DISPUTED'
  | 'SUPERSEDED'
  | 'SIGNER_NOT_IN_POST'
  | 'EXPIRED';
export type Reason = UnsettledReason | StaleReason;

export type SignerStanding = 'IN_POST' | 'NOT_IN_POST' | 'UNKNOWN';

/** An event that proves what is said. */
export interface Proof {
  /** CloudEvents id. */
  readonly eventId: string;
  readonly source: string;
  readonly type: string;
  readonly position: RecordPosition;
}

/** A paper as an answer shows it. */
export interface ShownPaper {
  readonly paperId: string;
  readonly paperKind: string;
  readonly resultCode?: string;
  readonly number?: string;
  readonly issuer: { readonly code?: string; readonly name?: string };
  readonly issuedOn: Day;
  readonly validFrom?: Day;
  /** The last day of validity for this question. */
  readonly validTo?: Day;
  readonly signer: { readonly code?: string; readonly standing: SignerStanding };
  readonly object?: { readonly type: string; readonly key: string };
  readonly dossierCode?: string;
  readonly documentKey?: string;
  readonly origin: 'RESULT' | 'COMPONENT' | 'CERTIFIED_COPY' | 'SHARED' | 'RECORD';
  readonly concerns: readonly { readonly subjectKey: string; readonly role: Role }[];
  readonly provenance: readonly Proof[];
}

/** A candidate and what was found about it. */
export interface JudgedPaper {
  readonly status: PaperStatus;
  readonly reason?: Reason;
  readonly reasons: readonly Reason[];
  readonly held: ShownPaper;
}

/** What would settle or replace a paper; the portal says it in the reader's language. */
export interface Hint {
  readonly code:
    | 'BRING'
    | 'FILL_IN_FORM'
    | 'ORIGINAL'
    | 'EXPIRES_SOON'
    | 'STATE_DATABASE'
    | 'CASE'
    | 'ABOLISHED'
    | 'RENEW'
    | 'ISSUED_ANEW'
    | 'VERIFIED_BY_ISSUER'
    | 'BRING_SUCCESSOR'
    | 'USED_UP'
    | 'OTHER_ISSUER'
    | 'PROVE_RELATION'
    | 'WAIT_FOR_DECISION'
    | 'WAIT_FOR_OPERATOR'
    | 'WAIT_FOR_RESULT'
    | 'NONE';
  /** The database, the case, the dossier or the issuer that the hint names. */
  readonly about?: string;
}

export interface AnsweredPaper {
  readonly ordinal: number;
  readonly name: string;
  readonly nameEn?: string;
  /** The kind that is required. */
  readonly paperKind: string;
  readonly aboutRole: string;
  readonly status: PaperStatus;
  readonly reason?: Reason;
  readonly reasons: readonly Reason[];
  /** The candidate that answers; its kind is the actual one. */
  readonly held?: ShownPaper;
  readonly legalBasis?: string;
  readonly hint: Hint;
  readonly others: readonly JudgedPaper[];
}

export interface PreCheckAnswer {
  readonly procedure: {
    readonly code: string;
    readonly name: string;
    readonly nameEn?: string;
    readonly validFrom: Day;
  };
  readonly papers: readonly AnsweredPaper[];
  /** Ordinals. */
  readonly toBring: readonly number[];
  /** Only for procedures that exist to prove again what the State holds. */
  readonly avoidable?: { readonly held: readonly ShownPaper[] };
  readonly prefill: readonly PrefillSource[];
  readonly counts: { readonly required: number; readonly held: number; readonly toBring: number };
}

/** Where the value of a form's field is known from: said clear, or in a sealed part that the portal opens. */
export interface PrefillSource {
  readonly field: string;
  /** The catalogue's words: `BIRTH_CERTIFICATE of CHILD`. */
  readonly from: string;
  /** What proves a value that is said clear or is the caller's own; a sealed part has its own proof. */
  readonly provenance: readonly Proof[];
  readonly value?: string;
  /** Parts that may say it, the best first: what was sealed without it says nothing. */
  readonly sealed?: readonly SealedPlace[];
  /** The value is the identifier that the caller named this person by. */
  readonly identifierOf?: string;
}

/** One field of what a fact says of a person under seal. */
export interface SealedPlace {
  readonly factId: string;
  readonly subjectKey: string;
  readonly personalField: string;
  readonly proof: Proof;
}

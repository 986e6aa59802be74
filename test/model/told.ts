/**
 * What the model speaks about: a plain list of facts, each with the topic and key that it travels under, letters
 * that nobody could read, and questions. Generator, oracle and product all take exactly this.
 */
import type {
  PaperAliasDefinedData,
  ProcedurePublishedData,
  SupersessionDefinedData,
} from '#schemas/generated/events.ts';
import type { TopicName } from '#schemas/topics.ts';
import type { PaperStatus, Question, Reason, SignerStanding } from '#shared/once-only/question.ts';
import type { Fact } from '#shared/pure/fact.ts';
import type { Subject } from '#shared/pure/hub-key.ts';
import type { Day, Instant } from '#shared/pure/time.ts';

/** A fact on its topic, under its key. */
export interface Stated {
  readonly topic: TopicName;
  readonly key: string;
  readonly fact: Fact;
}

/** A record that could not be projected. */
export interface Letter {
  readonly stream: 'dossiers' | 'shared_papers' | 'documents' | 'civil_servants';
  readonly key: string;
  /** Kafka's timestamp. */
  readonly knownFrom: Instant;
}

/** The catalogue as data; every version of a procedure is an entry. */
export interface CatalogueData {
  readonly procedures: readonly ProcedurePublishedData[];
  readonly aliases: readonly PaperAliasDefinedData[];
  readonly supersession: readonly SupersessionDefinedData[];
}

/** Everything that the hub was told. */
export interface Told {
  readonly stated: readonly Stated[];
  readonly letters: readonly Letter[];
  readonly catalogue: CatalogueData;
}

export type Asked =
  | { readonly kind: 'PRE_CHECK'; readonly question: Question }
  | {
      readonly kind: 'PAPERS';
      readonly subjectKey: string;
      readonly on: Day;
      readonly knownAt: Instant;
    };

/** A life as generated: what was told, what is asked, and who the subject keys are. */
export interface Life extends Told {
  readonly seed: number;
  readonly asked: readonly Asked[];
  readonly people: ReadonlyMap<string, Subject>;
}

/** A paper as both sides say it: everything of an answer that the rules decide, nothing that is a matter of form. */
export interface SaidPaper {
  readonly status: PaperStatus;
  readonly reason: Reason | null;
  readonly reasons: readonly Reason[];
  readonly origin: string;
  readonly kind: string;
  readonly resultCode: string | null;
  readonly number: string | null;
  readonly issuer: string | null;
  readonly issuedOn: Day;
  readonly validTo: Day | null;
  readonly signer: SignerStanding;
  readonly object: string | null;
  readonly dossierCode: string | null;
  readonly documentKey: string | null;
  /** `subjectKey ROLE`, sorted. */
  readonly concerns: readonly string[];
}

/** A row of the answer to a pre-check. */
export interface SaidRow {
  readonly ordinal: number;
  readonly status: PaperStatus;
  /** The paper that answers, as text; of the oracle: every one that may, because several are equally good and new. */
  readonly best: readonly string[];
  /** Why, where no paper answers. */
  readonly reasons: readonly Reason[];
  /** All candidates as texts, sorted: the order of the others is a matter of form. */
  readonly candidates: readonly string[];
}

export interface SaidPreCheck {
  readonly rows: readonly SaidRow[];
  readonly toBring: readonly number[];
  /** As texts, sorted. */
  readonly avoidable: readonly string[] | null;
}

/** An answer: to a pre-check, or the papers of a subject as sorted texts, or why there is none. */
export type Said = SaidPreCheck | { readonly papers: readonly string[] } | { readonly refused: string };

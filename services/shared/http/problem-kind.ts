/** What the hub says of one kind of fault. */

/** A text in the two languages of the hub. */
export interface Bilingual {
  readonly vi: string;
  readonly en: string;
}

export interface ProblemKind {
  readonly status: number;
  /** Whether the same request may succeed if it is sent again. */
  readonly retryable: boolean;
  readonly title: Bilingual;
  /** What to do about it. */
  readonly advice: Bilingual;
}

/** Sending the same again is in vain. */
export const once = (status: number, title: Bilingual, advice: Bilingual): ProblemKind => ({
  status,
  retryable: false,
  title,
  advice,
});

/** The same may succeed later. */
export const again = (status: number, title: Bilingual, advice: Bilingual): ProblemKind => ({
  status,
  retryable: true,
  title,
  advice,
});

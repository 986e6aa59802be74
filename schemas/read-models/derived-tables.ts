/**
 * Derived tables: rows made by folding the facts of one aggregate, for lists and counts. Disposable like everything of
 * a generation, and rewritten whenever its aggregate, the catalogue or the registry says something else. The DDL is in
 * the file of the table's name.
 */

type ColumnType = 'text' | 'int' | 'boolean' | 'day' | 'instant' | 'texts' | 'days';
type Nullable<T extends ColumnType> = `${T}?`;

interface DerivedTableDeclaration {
  /** The column that names the aggregate. */
  readonly aggregate: string;
  /** With their types; a question mark where the value may be null. */
  readonly columns: Readonly<Record<string, ColumnType | Nullable<ColumnType>>>;
}

export const DERIVED_TABLES = {
  dossier_current: {
    aggregate: 'dossier_code',
    columns: {
      dossier_code: 'text',
      agency: 'text',
      level: 'text?',
      procedure_code: 'text?',
      field_code: 'text?',
      field_name: 'text?',
      channel: 'text',
      counted_on: 'day',
      filed_on: 'day?',
      accepted_at: 'instant?',
      due_at: 'instant?',
      late_from: 'instant?',
      completed_at: 'instant?',
      closed_at: 'instant?',
      state: 'text?',
      outcome: 'text',
      conflict: 'boolean',
      submissions: 'int',
      supplements: 'int',
      apologised_at: 'instant?',
      reused: 'boolean',
      component_file: 'boolean',
      result_file: 'boolean',
      result_papers: 'int',
      signed_results: 'int',
      unverified_results: 'int',
      form_fields: 'int',
      prefilled_fields: 'int',
      fees_paid: 'int',
      fees_paid_online: 'int',
      transfers: 'int',
      electronic_transfers: 'int',
      ratings: 'int',
      satisfied: 'int',
      rests_on_completion: 'boolean',
      result_codes: 'texts',
    },
  },
  document_current: {
    aggregate: 'document_key',
    columns: {
      document_key: 'text',
      agency: 'text',
      level: 'text?',
      counted_on: 'day',
      secrecy_suspected: 'boolean',
      signature: 'text',
      sent_at: 'instant?',
      recipients: 'int',
      state: 'text',
    },
  },
  petition_current: {
    aggregate: 'petition_code',
    columns: {
      petition_code: 'text',
      agency: 'text',
      level: 'text?',
      field_code: 'text?',
      field_name: 'text?',
      channel: 'text',
      received_on: 'day',
      answered_on: 'day?',
    },
  },
  work_file_current: {
    aggregate: 'work_file_code',
    columns: {
      work_file_code: 'text',
      agency: 'text',
      level: 'text?',
      opened_on: 'day',
      closed_on: 'day?',
      secret: 'boolean',
      processed_online: 'boolean',
    },
  },
  establishment_current: {
    aggregate: 'aggregate_key',
    columns: {
      agency: 'text',
      level: 'text?',
      year: 'int',
      approved: 'int',
      filled: 'int?',
      aggregate_key: 'text',
    },
  },
  civil_servant_current: {
    aggregate: 'civil_servant_code',
    columns: {
      civil_servant_code: 'text',
      agency: 'text',
      level: 'text?',
      kind: 'text',
      left_on: 'day?',
      degrees: 'texts',
      certificates: 'texts',
    },
  },
  unmapped_paper: {
    aggregate: 'aggregate_key',
    columns: {
      evidence: 'text',
      aggregate_key: 'text',
      origin: 'text',
      agency: 'text',
      stated: 'text',
      papers: 'int',
      first_seen_at: 'instant',
      last_seen_at: 'instant',
    },
  },
  agency_activity: {
    aggregate: 'aggregate_key',
    columns: {
      aggregate_key: 'text',
      agency: 'text',
      last_recorded_on: 'day',
      recorded_on: 'days',
    },
  },
} as const satisfies Readonly<Record<string, DerivedTableDeclaration>>;

export type DerivedTable = keyof typeof DERIVED_TABLES;

interface Values {
  readonly text: string;
  readonly int: number;
  readonly boolean: boolean;
  /** yyyy-MM-dd */
  readonly day: string;
  /** RFC 3339, UTC. */
  readonly instant: string;
  readonly texts: readonly string[];
  readonly days: readonly string[];
}

type ValueOf<T> = T extends keyof Values
  ? Values[T]
  : T extends `${infer U extends keyof Values}?`
    ? Values[U] | null
    : never;

/** The values of a row by its columns, as JSON carries them. */
export type DerivedRowOf<T extends DerivedTable> = {
  readonly [C in keyof (typeof DERIVED_TABLES)[T]['columns']]: ValueOf<
    (typeof DERIVED_TABLES)[T]['columns'][C]
  >;
};

/** Rows of each table, of some tables. */
export type DerivedRows = { readonly [T in DerivedTable]?: readonly DerivedRowOf<T>[] };

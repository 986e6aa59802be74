/**
 * Index tables: rows beside a fact by which it is found. Every column is part of the primary key's row or says what
 * the row is; a row that is there already is the same row. The DDL is in the file of the table's name.
 */

/** The columns of each table, in order, with their types. None may be null. */
export const INDEX_TABLES = {
  paper_statement: [
    ['subject_key', 'text'],
    ['evidence', 'text'],
    ['aggregate_key', 'text'],
    ['fact_id', 'uuid'],
  ],
  paper_basis: [
    ['basis', 'text'],
    ['aggregate_key', 'text'],
    ['fact_id', 'uuid'],
  ],
  civil_servant_subject: [
    ['subject_key', 'text'],
    ['civil_servant_code', 'text'],
  ],
  finding: [
    ['finding_type', 'text'],
    ['agency', 'text'],
    ['procedure_code', 'text'],
    ['dossier_code', 'text'],
    ['aggregate_key', 'text'],
    ['fact_id', 'uuid'],
  ],
} as const satisfies Readonly<Record<string, readonly (readonly [string, 'text' | 'uuid'])[]>>;

export type IndexTable = keyof typeof INDEX_TABLES;

/** The values of a row by its columns. */
export type IndexRowOf<T extends IndexTable> = {
  readonly [C in (typeof INDEX_TABLES)[T][number][0]]: string;
};

/** Rows of each table, of some tables. */
export type IndexRows = { readonly [T in IndexTable]?: readonly IndexRowOf<T>[] };

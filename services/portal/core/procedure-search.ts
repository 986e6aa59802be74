/** Finding procedures by words of their names or by code, with or without Vietnamese marks; in pages. */
import type { Procedure } from '#shared/once-only/catalogue.ts';
import { foldText } from '#shared/pure/text.ts';

export interface ProcedurePage {
  readonly procedures: readonly {
    readonly code: string;
    readonly name: string;
    readonly nameEn?: string;
    readonly validFrom: string;
  }[];
  /** Present where more follow: the `cursor` of the next page. */
  readonly cursor?: string;
}

/** The newest version of every procedure that has all words of the query, by code, after the cursor's. */
export function searchProcedures(
  procedures: readonly Procedure[],
  {
    query = '',
    limit,
    cursor,
  }: { readonly query?: string; readonly limit: number; readonly cursor?: string },
): ProcedurePage {
  const words = searchForm(query)
    .split(' ')
    .filter((word) => word !== '');
  const after = cursor === undefined ? '' : Buffer.from(cursor, 'base64url').toString('utf8');
  const found = procedures
    .filter((procedure) => procedure.procedureCode > after && hasWords(procedure, words))
    .sort((left, right) => (left.procedureCode < right.procedureCode ? -1 : 1));
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return {
    procedures: page.map(({ procedureCode, procedureName, nameEn, validFrom }) => ({
      code: procedureCode,
      name: procedureName,
      ...(nameEn !== null && { nameEn }),
      validFrom,
    })),
    ...(found.length > page.length && last !== undefined && { cursor: cursorAfter(last.procedureCode) }),
  };
}

function cursorAfter(code: string): string {
  return Buffer.from(code, 'utf8').toString('base64url');
}

function hasWords({ procedureCode, procedureName, nameEn }: Procedure, words: readonly string[]): boolean {
  const text = searchForm(`${procedureCode} ${procedureName} ${nameEn ?? ''}`);
  return words.every((word) => text.includes(word));
}

/** People type "khai sinh" and "dang ky" alike. */
function searchForm(text: string): string {
  return foldText(text).normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd');
}

/** What a rebuild found, for a person to read. */

/** One table of the live and of the rebuilt generation, compared row by row. */
export interface ComparedTable {
  readonly table: string;
  readonly equal: number;
  readonly onlyLive: number;
  readonly onlyRebuilt: number;
  readonly different: number;
  readonly examples: readonly string[];
}

/** One line a table, and under a table that differs the first rows that do. */
export function rebuildReport(tables: readonly ComparedTable[]): readonly string[] {
  return tables.flatMap(({ table, equal, onlyLive, onlyRebuilt, different, examples }) => {
    if (onlyLive + onlyRebuilt + different === 0) return [`  ${table}: ${equal} rows, all equal`];
    const counts = [`${equal} rows equal`, `${different} different`, `${onlyLive} only live`];
    return [
      `  ${table}: ${counts.join(', ')}, ${onlyRebuilt} only rebuilt`,
      ...examples.map((example) => `    ${example}`),
    ];
  });
}

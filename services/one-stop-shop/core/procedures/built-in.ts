/** The procedures of the built-in catalogue: exact, and never taken from elsewhere (ADR 20). */
import procedures from '#schemas/catalogue/procedures.json' with { type: 'json' };

const CODES: ReadonlySet<string> = new Set(procedures.map(({ procedureCode }) => procedureCode));

export function isBuiltIn(procedureCode: string): boolean {
  return CODES.has(procedureCode);
}

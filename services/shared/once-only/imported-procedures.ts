/**
 * How are procedures of the national catalogue read beside the built-in ones (ADR 20)? The built-in catalogue is
 * exact and always wins: an imported record of the same code does not count, and a result code that both list means
 * what the built-in one says. What an imported row asks for is found by aliases when it is read, and answered by the
 * strictest of the built-in rules about that kind; a kind without such a rule is named, but never held.
 */
import type { Procedure, RequiredPaper, ResultType } from './catalogue.ts';
import { nameEvidence } from './evidence.ts';
import { listedName } from './listed-name.ts';
import { UNMAPPED } from './unmapped.ts';

/** The kind that an alias gives to evidence. */
export type AliasOf = (evidence: string) => string | undefined;

/** Built-in procedures as they are; imported ones under other codes only, with the meaning of their results. */
export function besideBuiltIn(
  procedures: readonly Procedure[],
  aliasOf: AliasOf,
  codeOf: (procedure: Procedure) => string,
): readonly Procedure[] {
  const builtIn = procedures.filter((procedure) => !isImported(procedure));
  if (builtIn.length === procedures.length) return procedures;
  const codes = new Set(builtIn.map(codeOf));
  const types = new Map(builtIn.flatMap(({ yields }) => yields.map((type) => [type.resultCode, type])));
  const imported = procedures
    .filter((procedure) => isImported(procedure) && !codes.has(codeOf(procedure)))
    .map((procedure) => ({
      ...procedure,
      yields: procedure.yields.map((type) => types.get(type.resultCode) ?? withKind(type, aliasOf)),
    }));
  return [...builtIn, ...imported];
}

/** Whether a version came from the national catalogue. */
export function isImported({ origin }: Procedure): boolean {
  return origin === 'IMPORTED';
}

function withKind(type: ResultType, aliasOf: AliasOf): ResultType {
  if (type.effect !== 'GRANTS' || type.paperKind !== null) return type;
  return { ...type, paperKind: aliasOf(`result:${type.resultCode}`) ?? null };
}

/** What the built-in catalogue demands of a kind that an applicant brings for himself. */
export type ReuseRule = Pick<
  RequiredPaper,
  | 'satisfiedBy'
  | 'maxAgeMonths'
  | 'perObject'
  | 'requiresOriginalSurrender'
  | 'legalBasis'
  | 'validityScope'
  | 'singleUse'
>;

export interface ReuseRules {
  readonly byKind: ReadonlyMap<string, ReuseRule>;
  /** Kinds that may not be asked for any more. */
  readonly abolished: ReadonlySet<string>;
}

/**
 * By kind: the strictest of the built-in rows that ask the applicant for it. A kind that no such row asks for, but that
 * a built-in procedure grants to its applicant, is his own as well: only for the object asked about, where there is one.
 */
export function reuseRules(procedures: readonly Procedure[]): ReuseRules {
  const builtIn = procedures.filter((procedure) => !isImported(procedure));
  const rows = builtIn.flatMap(({ papers }) => papers).filter(({ condition }) => condition !== 'NEVER');
  const abolished = rows.filter(({ condition }) => condition === 'ABOLISHED');
  const byKind = new Map<string, ReuseRule>();
  for (const row of rows) {
    if (row.aboutRole !== 'APPLICANT' || row.condition === 'ABOLISHED') continue;
    const known = byKind.get(row.paperKind);
    byKind.set(row.paperKind, known === undefined ? row : stricter(known, row));
  }
  const legalBasis = rows.find((row) => row.legalBasis !== null)?.legalBasis ?? null;
  for (const kind of kindsGrantedToApplicants(builtIn)) {
    if (byKind.has(kind)) continue;
    const requiresOriginalSurrender = rows.some(
      (row) => row.paperKind === kind && row.requiresOriginalSurrender,
    );
    byKind.set(kind, { ...OWN_PAPER, satisfiedBy: [kind], requiresOriginalSurrender, legalBasis });
  }
  return { byKind, abolished: new Set(abolished.map(({ paperKind }) => paperKind)) };
}

const OWN_PAPER = {
  maxAgeMonths: null,
  perObject: true,
  validityScope: 'NATIONAL',
  singleUse: false,
} as const;

function kindsGrantedToApplicants(builtIn: readonly Procedure[]): readonly string[] {
  return builtIn
    .filter(({ applicantRole }) => applicantRole === 'HOLDER')
    .flatMap(({ yields }) => yields.filter(({ effect }) => effect === 'GRANTS'))
    .flatMap(({ paperKind }) => paperKind ?? []);
}

const SCOPES: readonly RequiredPaper['validityScope'][] = ['UNKNOWN', 'NATIONAL', 'PROVINCE', 'ISSUER'];

function stricter(left: ReuseRule, right: ReuseRule): ReuseRule {
  const ages = [left.maxAgeMonths, right.maxAgeMonths].filter((months) => months !== null);
  const scope = Math.max(SCOPES.indexOf(left.validityScope), SCOPES.indexOf(right.validityScope));
  return {
    satisfiedBy: left.satisfiedBy.filter((kind) => right.satisfiedBy.includes(kind)),
    maxAgeMonths: ages.length === 0 ? null : Math.min(...ages),
    perObject: left.perObject || right.perObject,
    requiresOriginalSurrender: left.requiresOriginalSurrender || right.requiresOriginalSurrender,
    legalBasis: left.legalBasis,
    validityScope: SCOPES[scope] ?? 'UNKNOWN',
    singleUse: left.singleUse || right.singleUse,
  };
}

/** An imported version with the kinds of its rows; others as they are. */
export function withReadRows(procedure: Procedure, aliasOf: AliasOf, rules: ReuseRules): Procedure {
  if (!isImported(procedure)) return procedure;
  return { ...procedure, papers: procedure.papers.map((row) => readRow(row, procedure, aliasOf, rules)) };
}

function readRow(
  row: RequiredPaper,
  procedure: Procedure,
  aliasOf: AliasOf,
  rules: ReuseRules,
): RequiredPaper {
  if (row.paperKind !== UNMAPPED) return row;
  const name = listedName(row.name);
  const paperKind = name === undefined ? undefined : aliasOf(nameEvidence(name));
  if (paperKind === undefined) return { ...row, requiresOriginalSurrender: false };
  const condition = rules.abolished.has(paperKind) ? 'ABOLISHED' : row.condition;
  const rule = procedure.applicantRole === 'HOLDER' ? rules.byKind.get(paperKind) : undefined;
  if (rule === undefined) return { ...row, paperKind, condition, requiresOriginalSurrender: false };
  const { satisfiedBy, maxAgeMonths, perObject, legalBasis, validityScope, singleUse } = rule;
  return {
    ...row,
    paperKind,
    condition,
    satisfiedBy,
    maxAgeMonths,
    perObject,
    requiresOriginalSurrender: row.requiresOriginalSurrender && rule.requiresOriginalSurrender,
    legalBasis,
    validityScope,
    singleUse,
  };
}

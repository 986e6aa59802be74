/** A procedure with its required papers and reuse rules (contract.md 3). */
import type { RequiredPaper } from '#schemas/generated/events.ts';
import { type Procedure, rowsOn } from '#shared/once-only/catalogue.ts';
import type { Day } from '#shared/pure/time.ts';

/** The version in force on the day, as the catalogue states it, with the rows that are asked for then. */
export function viewProcedure(procedure: Procedure, on: Day) {
  const papers = rowsOn(procedure, on);
  return {
    code: procedure.procedureCode,
    name: procedure.procedureName,
    ...(procedure.nameEn !== null && { nameEn: procedure.nameEn }),
    on,
    validFrom: procedure.validFrom,
    ...(procedure.validTo !== null && { validTo: procedure.validTo }),
    levels: procedure.levels,
    processingDays: procedure.processingDays,
    applicantRole: procedure.applicantRole,
    ...(procedure.legalBasis !== null && { legalBasis: procedure.legalBasis }),
    avoidable: procedure.avoidable,
    ...(procedure.avoidable && { avoidableBy: procedure.avoidableBy }),
    roles: rolesOf(papers),
    papers: papers.map(viewRequired),
    yields: procedure.yields.map(({ resultCode, paperKind, effect, validMonths }) => ({
      resultCode,
      effect,
      ...(paperKind !== null && { paperKind }),
      ...(validMonths !== null && { validMonths }),
    })),
    prefill: procedure.prefill.map(({ field, from }) => ({ field, from })),
  };
}

function viewRequired(paper: RequiredPaper) {
  return {
    ordinal: paper.ordinal,
    name: paper.name,
    ...(paper.nameEn !== null && { nameEn: paper.nameEn }),
    paperKind: paper.paperKind,
    aboutRole: paper.aboutRole,
    condition: paper.condition,
    satisfiedBy: paper.satisfiedBy,
    perObject: paper.perObject,
    requiresOriginalSurrender: paper.requiresOriginalSurrender,
    ...(paper.maxAgeMonths !== null && { maxAgeMonths: paper.maxAgeMonths }),
    ...(paper.exploitableFrom !== null && { exploitableFrom: paper.exploitableFrom }),
    ...(paper.appliesWhen !== null && { appliesWhen: paper.appliesWhen }),
    ...(paper.legalBasis !== null && { legalBasis: paper.legalBasis }),
    ...(paper.validityScope !== 'UNKNOWN' && { validityScope: paper.validityScope }),
    ...(paper.singleUse && { singleUse: true }),
    ...(paper.validFrom !== null && { validFrom: paper.validFrom }),
    ...(paper.validTo !== null && { validTo: paper.validTo }),
  };
}

/** Whom a question about the procedure names; `required` where it cannot be answered without them. */
function rolesOf(
  papers: readonly RequiredPaper[],
): readonly { readonly role: string; readonly required: boolean }[] {
  const roles = new Map<string, boolean>([['APPLICANT', true]]);
  for (const { aboutRole, condition } of papers) {
    for (const role of aboutRole === 'PARENTS' ? ['FATHER', 'MOTHER'] : [aboutRole]) {
      roles.set(role, roles.get(role) === true || condition !== 'IF_ROLE');
    }
  }
  return [...roles].map(([role, required]) => ({ role, required }));
}

/** Whose paper it is: which roles hold, and for whom a paper answers (rules.md 13). */
import type { Role } from '#schemas/generated/events.ts';
import type { KnownPaper } from './paper.ts';

const HOLDING: ReadonlySet<Role> = new Set(['HOLDER', 'SPOUSE', 'OWNER', 'CHILD', 'DECEASED', 'BUYER']);
const PARENTS: ReadonlySet<Role> = new Set(['FATHER', 'MOTHER']);

/** Whether the person holds the paper: sellers, parents and representatives are only named. */
export function holds(paper: Pick<KnownPaper, 'holders'>, subjectKey: string): boolean {
  return paper.holders.some((holder) => holder.subjectKey === subjectKey && HOLDING.has(holder.role));
}

/** Whether the paper answers for the person where a paper of `requiredKind` is required. */
export function answersFor(paper: KnownPaper, requiredKind: string, subjectKey: string): boolean {
  if (holds(paper, subjectKey)) return true;
  return paper.holders.some(({ subjectKey: named, role }) => {
    if (named !== subjectKey) return false;
    if (paper.paperKind === 'BIRTH_NOTICE') return role === 'MOTHER';
    return paper.paperKind === 'BIRTH_CERTIFICATE' && requiredKind === 'KINSHIP' && PARENTS.has(role);
  });
}

/** Whether the paper answers for the person anywhere. */
export function answersAnywhere(paper: KnownPaper, subjectKey: string): boolean {
  return answersFor(paper, paper.paperKind, subjectKey) || answersFor(paper, 'KINSHIP', subjectKey);
}

/** Whether the paper names the person in any role. */
export function namesPerson(paper: KnownPaper, subjectKey: string): boolean {
  return paper.holders.some((holder) => holder.subjectKey === subjectKey);
}

const RELATED: ReadonlySet<Role> = new Set(['HOLDER', 'SPOUSE', 'CHILD', 'FATHER', 'MOTHER', 'DECEASED']);

/** Whether the paper names the person in a role that proves kinship (rules.md 16). */
export function namesAsRelative(paper: KnownPaper, subjectKey: string): boolean {
  return paper.holders.some((holder) => holder.subjectKey === subjectKey && RELATED.has(holder.role));
}

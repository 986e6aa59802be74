/** Rule 11: which submissions of a dossier stand, whether these conflict, and whose the papers are not. */
import type { Submission } from './dossier.ts';
import type { Standing } from './facts.ts';
import { type Successions, sameOffice } from './offices.ts';

/** What operators decided of a dossier: of each question the last word. */
export interface Decided {
  readonly applicants: readonly string[] | undefined;
  readonly procedureCode: string | undefined;
}

export function rule11Decided(facts: readonly Standing[], dossierCode: string): Decided {
  const words = facts.flatMap(({ event }) =>
    event.eventName === 'ConflictDecided' && event.dossierCode === dossierCode ? [event] : [],
  );
  return {
    applicants: words
      .findLast(({ concerns }) => concerns.length > 0)
      ?.concerns.map(({ subjectKey }) => subjectKey),
    procedureCode: words.findLast(({ procedureCode }) => procedureCode !== null)?.procedureCode ?? undefined,
  };
}

/** Those who apply; where no role says who applies, everybody named. */
function applicantsOf({ event }: Submission): readonly string[] {
  const applying = event.concerns.filter(({ role }) => role === 'APPLICANT');
  return (applying.length > 0 ? applying : event.concerns).map(({ subjectKey }) => subjectKey);
}

/** Rule 11: one list of owners is the other, or the other grown. */
function hasGrown(one: readonly string[], other: readonly string[]): boolean {
  return one.every((owner) => other.includes(owner)) || other.every((owner) => one.includes(owner));
}

/** A local form of a code means the national one. */
const national = (code: string): string => /^\d\.\d{6}/u.exec(code)?.[0] ?? code;

const differInProcedure = (one: string, other: string): boolean => national(one) !== national(other);

/** The submissions that a decision leaves standing. */
export function rule11Standing(submissions: readonly Submission[], decided: Decided): readonly Submission[] {
  const { applicants, procedureCode } = decided;
  return submissions.filter(
    (each) =>
      (procedureCode === undefined || !differInProcedure(each.event.procedureCode, procedureCode)) &&
      (applicants === undefined || hasGrown(applicantsOf(each), applicants)),
  );
}

/** Two that differ, of different senders or through the CloudEvents doors. */
export function rule11Conflict(submissions: readonly Submission[], offices: Successions): boolean {
  const mayDiffer = ({ event: one }: Submission, { event: other }: Submission): boolean =>
    one.snapshotVersion !== null &&
    other.snapshotVersion !== null &&
    sameOffice(one.sender ?? '', other.sender ?? '', offices);
  return submissions.some((one) =>
    submissions.some(
      (other) =>
        !mayDiffer(one, other) &&
        (!hasGrown(applicantsOf(one), applicantsOf(other)) ||
          differInProcedure(one.event.procedureCode, other.event.procedureCode)),
    ),
  );
}

/** Who applied by a submission that does not stand, and by none that does: the papers are not theirs. */
export function rule11SetAside(
  submissions: readonly Submission[],
  standing: readonly Submission[],
  { applicants = [] }: Decided,
): readonly string[] {
  const theirs = standing.length > 0 ? standing.flatMap(applicantsOf) : applicants;
  return submissions
    .filter((each) => !standing.includes(each))
    .flatMap(applicantsOf)
    .filter((person) => !theirs.includes(person));
}

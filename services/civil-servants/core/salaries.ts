/** Section SALARIES: a new rank where it differs from the one before, else a new step of the same rank. */
import type { KeyedStatements } from '#shared/pure/snapshot.ts';
import { startOfDay } from '#shared/pure/time.ts';
import type { SalaryRecord } from './record-lists.ts';
import type { Holder } from './statements.ts';

/** Read in the order of their days, whatever the order sent; the first one says the rank. */
export function salaryFacts(salaries: readonly SalaryRecord[], concerns: Holder): readonly KeyedStatements[] {
  const inOrder = salaries.toSorted((left, right) =>
    left.from < right.from ? -1 : Number(left.from > right.from),
  );
  return inOrder.map(({ rank, step, coefficient, from }, index) => {
    const fact = {
      occurredAt: startOfDay(from),
      concerns,
      data: { rank, step, coefficient, startsOn: from },
    };
    return {
      key: `salary:${from}`,
      state: () => [
        inOrder[index - 1]?.rank === rank
          ? {
              eventName: 'SalaryStepRaised',
              type: 'vn.gov.civil-servants.salary-step-raised.v1',
              ...fact,
            }
          : { eventName: 'RankChanged', type: 'vn.gov.civil-servants.rank-changed.v1', ...fact },
      ],
    };
  });
}

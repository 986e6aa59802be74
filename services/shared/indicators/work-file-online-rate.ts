/** How many work files were processed online, at each level (P1, P4)? Secret ones are never among them. */
import { type Answer, answerRate, oneOf, part, type Rate, targetOf, total } from './indicator.ts';
import type { WorkFileTally } from './tallies.ts';

/** P1 sets one figure a level; P4 90 % for a district's and 80 % for a commune's. */
export const workFileOnlineRate: Rate<WorkFileTally> = {
  id: 'workFileOnlineRate',
  source: 'P1, P4',
  targets: [
    { value: 0.9, source: 'P1', of: 'PROVINCE' },
    { value: 0.8, source: 'P1', of: 'DISTRICT' },
    { value: 0.6, source: 'P1', of: 'COMMUNE' },
    { value: 0.9, source: 'P4', of: 'DISTRICT' },
    { value: 0.8, source: 'P4', of: 'COMMUNE' },
  ],
  count: ({ processedOnline, workFiles }) => oneOf(processedOnline, workFiles),
};

/** The levels that have a target are parts, also where they have no work file. */
export function answerWorkFileOnlineRate(rows: readonly WorkFileTally[]): Answer {
  const { targets, count } = workFileOnlineRate;
  const parts = ['PROVINCE', 'DISTRICT', 'COMMUNE'].map((level) => {
    const ofLevel = rows.filter((row) => row.level === level);
    return part(level, total(ofLevel, count), targetOf(targets, level));
  });
  return { ...answerRate(workFileOnlineRate, rows), parts };
}

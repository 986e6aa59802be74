/** The story, row by row, in the order told. */
import type { Row, Step } from './row.ts';
import { ROW_01 } from './row-01-single-status.ts';
import { ROW_02 } from './row-02-marriage.ts';
import { ROW_03 } from './row-03-land.ts';
import { ROW_04 } from './row-04-birth-notice.ts';
import { ROW_05 } from './row-05-birth-registration.ts';
import { ROW_06 } from './row-06-maternity.ts';
import { ROW_07 } from './row-07-building-permit.ts';
import { ROW_08 } from './row-08-fee-exemption.ts';
import { ROW_09 } from './row-09-grandfather.ts';
import { ROW_10 } from './row-10-withdrawn.ts';

export const STORY: readonly Row[] = [
  ROW_01,
  ROW_02,
  ROW_03,
  ROW_04,
  ROW_05,
  ROW_06,
  ROW_07,
  ROW_08,
  ROW_09,
  ROW_10,
];

export const STEPS: readonly Step[] = STORY.flatMap((row) => row.steps);

/** Nothing in the story happens later: a clock before it makes facts of things that have not happened yet. */
export const LAST_DAY = '2026-10-20';

/**
 * How many of the staff have the education and the skills that are demanded (P1–P4)? As far as personnel records
 * give it: degrees and certificates in the senders' own words; the standard of a post is in no record.
 */
import { foldText } from '#shared/pure/text.ts';
import { type Answer, answerRate, NOTHING, oneOf, part, type Rate, type Target, total } from './indicator.ts';
import type { StaffTally } from './tallies.ts';

const SOURCE = 'P1, P2, P3, P4';
const TARGETS: readonly Target[] = [
  { value: 0.8, source: SOURCE, of: 'commune staff with a degree' },
  { value: 1, source: SOURCE, of: 'commune staff with a degree' },
  { value: 0.1, source: SOURCE, of: 'postgraduate' },
  { value: 1, source: SOURCE, of: 'digital skills' },
  { value: 0.5, source: SOURCE, of: 'data skills' },
  { value: 1, source: SOURCE, of: 'post standard' },
];

const POSTGRADUATE = /thạc sĩ|thạc sỹ|tiến sĩ|tiến sỹ|chuyên khoa|sau đại học|master|doctor|phd|postgraduate/;
const DEGREE = /đại học|cử nhân|kỹ sư|kĩ sư|bác sĩ|bachelor|university|degree/;
const DATA_SKILLS = /dữ liệu|\bdata\b/;
const DIGITAL_SKILLS =
  /tin học|kỹ năng số|kĩ năng số|chuyển đổi số|công nghệ thông tin|digital|\bit\b|\bict\b/;

/** The main figure: commune staff with a degree. */
export const staffWithDegree: Rate<StaffTally> = {
  id: 'staffQualification',
  source: SOURCE,
  targets: TARGETS,
  count: ({ level, degrees, staff }) =>
    level === 'COMMUNE' ? oneOf(says(degrees, DEGREE) || says(degrees, POSTGRADUATE), staff) : NOTHING,
};

/** Skills and higher degrees are parts, of all staff asked about. */
export function answerStaffQualification(rows: readonly StaffTally[]): Answer {
  const share = (has: (row: StaffTally) => boolean) => total(rows, (row) => oneOf(has(row), row.staff));
  const answer = answerRate(staffWithDegree, rows);
  return {
    ...answer,
    target: 0.8,
    parts: [
      part('commune staff with a degree', answer, 0.8),
      part(
        'postgraduate',
        share(({ degrees }) => says(degrees, POSTGRADUATE)),
        0.1,
      ),
      part(
        'digital skills',
        share(({ certificates }) => says(certificates, DIGITAL_SKILLS)),
        1,
      ),
      part(
        'data skills',
        share(({ certificates }) => says(certificates, DATA_SKILLS)),
        0.5,
      ),
      {
        ...part('post standard', { numerator: 0, denominator: 0 }, 1),
        reason: 'no stream of the hub states the standard of a post',
      },
    ],
  };
}

function says(texts: readonly string[], words: RegExp): boolean {
  return texts.some((text) => words.test(foldText(text)));
}

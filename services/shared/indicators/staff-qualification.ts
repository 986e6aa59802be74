/**
 * How many of the staff have the education and the skills that are demanded (P1–P4)? As far as personnel records
 * give it: degrees and certificates in the senders' own words; the standard of a post is in no record.
 */
import { foldText } from '#shared/pure/text.ts';
import { type Answer, NO_DATA, oneOf, part, shareOf, type Target, total } from './indicator.ts';
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

/** The main figure is the first: commune staff with a degree. */
export function answerStaffQualification(rows: readonly StaffTally[]): Answer {
  const commune = rows.filter(({ level }) => level === 'COMMUNE');
  const share = (of: readonly StaffTally[], has: (row: StaffTally) => boolean) =>
    total(of, (row) => oneOf(has(row), row.staff));
  const withDegree = share(commune, (row) => says(row.degrees, DEGREE) || says(row.degrees, POSTGRADUATE));
  const value = shareOf(withDegree);
  return {
    id: 'staffQualification',
    value,
    ...withDegree,
    target: 0.8,
    targets: TARGETS,
    source: SOURCE,
    ...(value === null && { reason: NO_DATA }),
    parts: [
      part('commune staff with a degree', withDegree, 0.8),
      part(
        'postgraduate',
        share(rows, ({ degrees }) => says(degrees, POSTGRADUATE)),
        0.1,
      ),
      part(
        'digital skills',
        share(rows, ({ certificates }) => says(certificates, DIGITAL_SKILLS)),
        1,
      ),
      part(
        'data skills',
        share(rows, ({ certificates }) => says(certificates, DATA_SKILLS)),
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

/**
 * The six groups of the national index (decision 766/QĐ-TTg), as far as the hub can see them. A group gets the share
 * of its points that the hub's own indicators reach; the index has finer criteria, so these are estimates, and
 * without transparency, of which no stream speaks, there is no sum.
 */
import type { Answer, Part } from './indicator.ts';

interface Group {
  readonly name: string;
  readonly points: number;
  /** Indicators whose mean is taken. */
  readonly basis: readonly string[];
}

const GROUPS: readonly Group[] = [
  { name: 'transparency', points: 18, basis: [] },
  { name: 'progress', points: 20, basis: ['onTimeRate'] },
  { name: 'online services', points: 12, basis: ['onlineRate'] },
  { name: 'payment', points: 10, basis: ['paymentOnlineRate'] },
  { name: 'digitisation', points: 22, basis: ['digitisedRate', 'eResultRate', 'reuseRate'] },
  { name: 'satisfaction', points: 18, basis: ['satisfactionRate'] },
];

/** Values are points; `denominator` of a part is what the group can give. */
export function answerNationalScore(answers: readonly Answer[]): Answer {
  const parts = GROUPS.map((group) => answerGroup(group, answers));
  const known = parts.filter(({ value }) => value !== null);
  return {
    id: 'nationalScore',
    value: null,
    numerator: sum(known.map(({ numerator }) => numerator)),
    denominator: sum(known.map(({ denominator }) => denominator)),
    target: null,
    targets: [],
    source: '766/QĐ-TTg',
    reason:
      'no stream of the hub states transparency; the other groups are estimates from its own indicators',
    parts,
  };
}

function answerGroup({ name, points, basis }: Group, answers: readonly Answer[]): Part {
  const values = basis.map((id) => answers.find((answer) => answer.id === id)?.value ?? null);
  const shares = values.filter((value) => value !== null);
  const isKnown = shares.length > 0 && shares.length === values.length;
  const reached = isKnown ? (points * sum(shares)) / shares.length : 0;
  return {
    name,
    value: isKnown ? reached : null,
    numerator: reached,
    denominator: points,
    target: points,
    reason: isKnown ? `estimated from ${basis.join(', ')}` : reasonOf(basis),
  };
}

function reasonOf(basis: readonly string[]): string {
  return basis.length === 0 ? 'no stream of the hub states it' : `no data of ${basis.join(', ')}`;
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}

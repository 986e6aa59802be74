// The indicators of planned dossiers, counted one by one from the plans: hours since filing, no fold, no table.
import type { Day } from '#shared/pure/time.ts';
import type { Plan } from './indicators-facts.ts';

/** [counted, of] by indicator. */
export type Counts = Readonly<Record<string, readonly [number, number]>>;

const DAY_HOURS = 24;

/** Dossiers of a period as they stood at its end. */
export function recount(plans: readonly Plan[], to: Day): Counts {
  const accepted = plans.filter((plan) => plan.accepted);
  const late = accepted.filter((plan) => isLate(plan, to));
  const inTime = accepted.filter((plan) => isCompleted(plan, to) && !isLate(plan, to));
  const results = accepted.filter((plan) => hasResult(plan));
  return {
    onceOnlyRate: [accepted.filter((plan) => !plan.reAsked).length, accepted.length],
    reuseRate: [accepted.filter((plan) => plan.reused).length, accepted.length],
    declaredFieldsCut: [
      sum(plans, (plan) => plan.prefilled),
      sum(plans, (plan) => plan.prefilled + plan.declared),
    ],
    digitisedRate: [results.filter((plan) => plan.componentFile).length, accepted.length],
    eResultRate: [results.filter((plan) => plan.result === 'SIGNED').length, results.length],
    onlineRate: [accepted.filter((plan) => plan.channel === 'ONLINE').length, accepted.length],
    onTimeRate: [inTime.length, inTime.length + late.length],
    apologyRate: [late.filter((plan) => isBy(plan, plan.apologyAfter, to)).length, late.length],
    paymentOnlineRate: parts(accepted, (plan) => plan.fees, 'ONLINE'),
    internalTransferRate: parts(accepted, (plan) => plan.transfers, 'ELECTRONIC'),
    satisfactionRate: parts(accepted, (plan) => plan.ratings, 'SATISFIED'),
  };
}

function hasResult({ endsAfter, ends, result }: Plan): boolean {
  return endsAfter !== undefined && ends === 'RETURNED' && result !== 'NONE';
}

function isCompleted(plan: Plan, to: Day): boolean {
  return plan.ends === 'RETURNED' && isBy(plan, plan.endsAfter, to);
}

/** By the end of the period or of the dossier, whichever comes first. */
function isLate(plan: Plan, to: Day): boolean {
  const { supplements, dueAfter, endsAfter } = plan;
  const periodEnd = (daysFrom(plan, to) + 1) * DAY_HOURS;
  const end = endsAfter === undefined ? periodEnd : Math.min(periodEnd, endsAfter * DAY_HOURS + 15);
  const second = supplements[1];
  if (second !== undefined && second.after * DAY_HOURS + 9 < end) return true;
  // The office had so many hours; hour by hour, one goes where nobody was waited for.
  let left = dueAfter * DAY_HOURS + 12;
  for (let hour = 0; hour < end; hour += 1) {
    const isWaiting = supplements.some(({ after, takes = Infinity }) => {
      const asked = after * DAY_HOURS + 9;
      return asked <= hour && hour < asked + takes * DAY_HOURS;
    });
    if (isWaiting) continue;
    if (left === 0) return true;
    left -= 1;
  }
  return false;
}

function isBy(plan: Plan, after: number | undefined, to: Day): boolean {
  return after !== undefined && after <= daysFrom(plan, to);
}

function daysFrom({ filedOn }: Plan, to: Day): number {
  return (Date.parse(to) - Date.parse(filedOn)) / 86_400_000;
}

function sum(plans: readonly Plan[], of: (plan: Plan) => number): number {
  return plans.reduce((all, plan) => all + of(plan), 0);
}

function parts<T>(
  plans: readonly Plan[],
  of: (plan: Plan) => readonly T[],
  counted: T,
): readonly [number, number] {
  const all = plans.flatMap(of);
  return [all.filter((each) => each === counted).length, all.length];
}

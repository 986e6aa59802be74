/** How many fees were paid online, and for how many procedures with a fee can they be (P4)? */
import { type Answer, answerRate, NOTHING, oneOf, part, type Rate, total } from './indicator.ts';
import type { DossierTally, ProcedureTally } from './tallies.ts';

export const paymentOnlineRate: Rate<DossierTally> = {
  id: 'paymentOnlineRate',
  source: 'P4',
  targets: [
    { value: 0.3, source: 'P4' },
    { value: 0.8, source: 'P4', of: 'procedures' },
  ],
  count: ({ feesPaidOnline, feesPaid }) => ({ numerator: feesPaidOnline, denominator: feesPaid }),
};

/** The procedures that can be paid online are a part; those of which the catalogue says nothing are none. */
export function answerPaymentOnlineRate(
  rows: readonly DossierTally[],
  procedures: readonly ProcedureTally[],
): Answer {
  const payable = total(procedures, ({ withFee, payableOnline }) =>
    withFee ? oneOf(payableOnline) : NOTHING,
  );
  return { ...answerRate(paymentOnlineRate, rows), parts: [part('procedures', payable, 0.8)] };
}

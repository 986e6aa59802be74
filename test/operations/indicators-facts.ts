// Dossiers by chance for the indicators' tests, as facts and as what a person would count of them by hand.
import type { EventData, EventName, EventType } from '#schemas/generated/events.ts';
import type { DraftConcern, FactDraft } from '#shared/pure/draft.ts';
import { addDays, type Day } from '#shared/pure/time.ts';
import { draft } from '../portal/portal-room.ts';
import { at, paper } from '../support/facts.ts';
import type { Chance } from '../support/seeded.ts';

/** What happens to one dossier; days count from the one on which it is filed, at nine in the morning. */
export interface Plan {
  readonly code: string;
  readonly agency: string;
  readonly field: string;
  readonly channel: 'ONLINE' | 'IN_PERSON';
  readonly filedOn: Day;
  readonly accepted: boolean;
  readonly dueAfter: number;
  /** When papers were asked for, and when they came; one that never came lasts. */
  readonly supplements: readonly { readonly after: number; readonly takes?: number }[];
  readonly endsAfter?: number;
  readonly ends: 'RETURNED' | 'WITHDRAWN';
  readonly apologyAfter?: number;
  readonly reAsked: boolean;
  readonly reused: boolean;
  readonly componentFile: boolean;
  readonly result: 'NONE' | 'SIGNED' | 'UNVERIFIED';
  readonly declared: number;
  readonly prefilled: number;
  readonly fees: readonly ('ONLINE' | 'CASH')[];
  readonly transfers: readonly ('ELECTRONIC' | 'PAPER')[];
  readonly ratings: readonly ('SATISFIED' | 'DISSATISFIED')[];
}

export const AGENCIES = ['H44.150', 'H44.151', 'H44.15', 'H62.7', 'H05.1'] as const;
export const FIELDS = ['Hộ tịch', 'Đất đai'] as const;
export const FIRST: Day = '2026-03-02';

/** A dossier as chance has it. */
export function anyPlan(chance: Chance, number: number): Plan {
  const perhaps = <T>(value: T): T | undefined => (chance.below(2) === 0 ? undefined : value);
  const several = <T>(from: readonly T[]): T[] =>
    Array.from({ length: chance.below(3) }, () => chance.pick(from));
  const firstAsked = 1 + chance.below(4);
  const took = chance.below(4) === 0 ? undefined : 1 + chance.below(5);
  const again = took !== undefined && chance.below(4) === 0;
  const asked = chance.below(3) === 0;
  const supplements = [
    ...(asked ? [took === undefined ? { after: firstAsked } : { after: firstAsked, takes: took }] : []),
    ...(asked && again ? [{ after: firstAsked + (took ?? 0) + 1, takes: 1 }] : []),
  ];
  const lastAsked = supplements.reduce((last, { after, takes = 0 }) => Math.max(last, after + takes), 0);
  const endsAfter = perhaps(lastAsked + 1 + chance.below(15));
  const apologyAfter = perhaps(10 + chance.below(10));
  const agency = chance.pick(AGENCIES);
  return {
    code: `${agency}-2603${String(number).padStart(2, '0').slice(-2)}-${String(number).padStart(4, '0')}`,
    agency,
    field: chance.pick(FIELDS),
    channel: chance.pick(['ONLINE', 'IN_PERSON']),
    filedOn: addDays(FIRST, chance.below(20)),
    accepted: chance.below(5) > 0,
    dueAfter: 3 + chance.below(10),
    supplements,
    // What the applicant was never waited for ended for nobody: else its end would end the waiting.
    ...(endsAfter !== undefined && took !== undefined && { endsAfter }),
    ends: chance.below(4) === 0 ? 'WITHDRAWN' : 'RETURNED',
    ...(apologyAfter !== undefined && { apologyAfter }),
    reAsked: chance.below(4) === 0,
    reused: chance.below(2) === 0,
    componentFile: chance.below(2) === 0,
    result: chance.pick(['NONE', 'SIGNED', 'UNVERIFIED']),
    declared: chance.below(10),
    prefilled: chance.below(10),
    fees: several(['ONLINE', 'CASH']),
    transfers: several(['ELECTRONIC', 'PAPER']),
    ratings: several(['SATISFIED', 'DISSATISFIED']),
  };
}

const PERSON = { type: 'PERSON', id: '001190000099' } as const;
const SINGLE = 'KQ.G15.000038';

/** The facts of a plan, in no particular order. */
export function factsOf(plan: Plan): FactDraft[] {
  const { code, agency } = plan;
  let said = 0;
  const on = <N extends EventName>(
    name: N,
    type: EventType,
    after: number,
    data: EventData[N],
    concerns: readonly DraftConcern<N>[] = [],
    hour = 9,
  ): FactDraft => {
    said += 1;
    const when = at(addDays(plan.filedOn, after), hour);
    return draft(name, type, { id: `${code}-${said}`, key: code, agency, at: when, concerns, data });
  };
  const ONE_STOP = 'vn.gov.one-stop-shop';
  const holder = [{ person: PERSON, role: 'HOLDER' as const }];
  const file = (stated: Parameters<typeof paper>[0]) => paper({ fileRef: `${code}/file`, ...stated });
  return [
    on(
      'DossierSubmitted',
      `${ONE_STOP}.dossier-submitted.v1`,
      0,
      {
        procedureCode: '1.004873',
        procedureName: null,
        channel: plan.channel,
        fieldCode: null,
        fieldName: plan.field,
        electronicAuthenticationLevel: null,
        declaredFields: plan.declared,
        prefilledFields: plan.prefilled,
        unitName: null,
        otherDossierCode: null,
      },
      [{ person: PERSON, role: 'APPLICANT' }],
      8,
    ),
    on(
      'ComponentSubmitted',
      `${ONE_STOP}.component-submitted.v1`,
      0,
      {
        paper: plan.componentFile
          ? paper({ paperKind: 'DIVORCE_JUDGMENT', fileRef: `${code}/c` })
          : paper({ paperKind: 'DIVORCE_JUDGMENT' }),
        componentKey: 'a',
        form: 'ELECTRONIC',
        digitised: true,
        reuse: plan.reused ? 'RESULT' : 'NONE',
        replacesResultCode: null,
      },
      holder,
    ),
    ...(plan.accepted
      ? [
          on('DossierAccepted', `${ONE_STOP}.dossier-accepted.v1`, 0, {
            dueAt: at(addDays(plan.filedOn, plan.dueAfter), 12),
          }),
        ]
      : [on('DossierRefused', `${ONE_STOP}.dossier-refused.v1`, 0, {})]),
    ...(plan.accepted ? workOn(plan, on, holder, file) : []),
  ];
}

type On = <N extends EventName>(
  name: N,
  type: EventType,
  after: number,
  data: EventData[N],
  concerns?: readonly DraftConcern<N>[],
  hour?: number,
) => FactDraft;

function workOn(
  plan: Plan,
  on: On,
  holder: readonly DraftConcern<'ResultIssued'>[],
  file: (stated: Parameters<typeof paper>[0]) => ReturnType<typeof paper>,
): FactDraft[] {
  const ONE_STOP = 'vn.gov.one-stop-shop';
  const { endsAfter, result } = plan;
  const supplements = plan.supplements.flatMap(({ after, takes }, index) => {
    const supplementId = String(index);
    const requested = { supplementId, papers: [], dueAtBefore: null, dueAtAfter: null };
    return [
      on('SupplementRequested', `${ONE_STOP}.supplement-requested.v1`, after, requested),
      ...(takes === undefined
        ? []
        : [on('SupplementReceived', `${ONE_STOP}.supplement-received.v1`, after + takes, { supplementId })]),
    ];
  });
  const issued =
    endsAfter !== undefined && plan.ends === 'RETURNED' && result !== 'NONE'
      ? [
          on(
            'ResultIssued',
            `${ONE_STOP}.result-issued.v1`,
            endsAfter,
            {
              paper: file({
                resultCode: SINGLE,
                number: plan.code,
                fileRef: `${plan.code}/r`,
                signatureStatus: result === 'SIGNED' ? 'VALID' : 'UNKNOWN',
              }),
              resultKey: null,
              dossierCode: plan.code,
              procedureCode: null,
            },
            holder,
            15,
          ),
        ]
      : [];
  const ended =
    endsAfter === undefined
      ? []
      : [
          plan.ends === 'RETURNED'
            ? on('ResultReturned', `${ONE_STOP}.result-returned.v1`, endsAfter, {}, [], 15)
            : on('DossierWithdrawn', `${ONE_STOP}.dossier-withdrawn.v1`, endsAfter, {}, [], 15),
        ];
  return [
    ...supplements,
    ...issued,
    ...ended,
    ...(plan.apologyAfter === undefined
      ? []
      : [
          on('ApologyIssued', `${ONE_STOP}.apology-issued.v1`, plan.apologyAfter, {
            number: null,
            newDueAt: null,
          }),
        ]),
    ...plan.fees.map((method, index) =>
      on('FeePaid', `${ONE_STOP}.fee-paid.v1`, 0, { feeCode: String(index), amount: 1_000, method }),
    ),
    ...plan.transfers.map((form) =>
      on('DossierTransferred', `${ONE_STOP}.dossier-transferred.v1`, 0, { from: 'H44.1', to: 'H44.2', form }),
    ),
    ...plan.ratings.map((rating) =>
      on('SatisfactionRated', `${ONE_STOP}.satisfaction-rated.v1`, 0, { rating }),
    ),
  ];
}

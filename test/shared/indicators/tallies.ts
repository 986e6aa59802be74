// Tallies of the indicators' tests: one dossier with nothing special about it, and chance ones.
import fc from 'fast-check';
import type { DossierTally } from '#shared/indicators/tallies.ts';

export const PLAIN: DossierTally = {
  dossiers: 1,
  accepted: true,
  channel: 'IN_PERSON',
  field: null,
  late: false,
  completed: false,
  apologised: false,
  reAsked: false,
  reused: false,
  componentFile: false,
  resultFile: false,
  resultPapers: 0,
  signedResults: 0,
  unverifiedResults: 0,
  formFields: 0,
  prefilledFields: 0,
  feesPaid: 0,
  feesPaidOnline: 0,
  transfers: 0,
  electronicTransfers: 0,
  ratings: 0,
  satisfied: 0,
};

/** One dossier of any kind. */
export const anyDossier: fc.Arbitrary<DossierTally> = fc
  .record({
    dossiers: fc.constant(1),
    accepted: fc.boolean(),
    channel: fc.constantFrom('ONLINE', 'IN_PERSON', 'POSTAL', 'UNKNOWN'),
    field: fc.constantFrom(null, 'Hộ tịch', 'Đất đai'),
    late: fc.boolean(),
    completed: fc.boolean(),
    apologised: fc.boolean(),
    reAsked: fc.boolean(),
    reused: fc.boolean(),
    componentFile: fc.boolean(),
    resultFile: fc.boolean(),
    signed: fc.nat(2),
    unverified: fc.nat(2),
    otherResults: fc.nat(2),
    declared: fc.nat(20),
    prefilledFields: fc.nat(20),
    online: fc.nat(3),
    cash: fc.nat(3),
    electronicTransfers: fc.nat(3),
    paperTransfers: fc.nat(3),
    satisfied: fc.nat(2),
    dissatisfied: fc.nat(2),
  })
  .map(
    ({
      signed,
      unverified,
      otherResults,
      declared,
      online,
      cash,
      paperTransfers,
      dissatisfied,
      ...rest
    }) => ({
      ...rest,
      resultPapers: signed + unverified + otherResults,
      signedResults: signed,
      unverifiedResults: unverified,
      formFields: declared + rest.prefilledFields,
      feesPaid: online + cash,
      feesPaidOnline: online,
      transfers: rest.electronicTransfers + paperTransfers,
      ratings: rest.satisfied + dissatisfied,
    }),
  );

/** Dossiers that are alike counted together, as the tables give them. */
export function together(dossiers: readonly DossierTally[]): DossierTally[] {
  const groups = Map.groupBy(dossiers, (each) =>
    JSON.stringify([
      each.accepted,
      each.channel,
      each.field,
      each.late,
      each.completed,
      each.apologised,
      each.reAsked,
      each.reused,
      each.componentFile,
      each.resultFile,
    ]),
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const sum = (of: (each: DossierTally) => number): number =>
      group.reduce((all, each) => all + of(each), 0);
    return [
      {
        ...first,
        dossiers: group.length,
        resultPapers: sum((each) => each.resultPapers),
        signedResults: sum((each) => each.signedResults),
        unverifiedResults: sum((each) => each.unverifiedResults),
        formFields: sum((each) => each.formFields),
        prefilledFields: sum((each) => each.prefilledFields),
        feesPaid: sum((each) => each.feesPaid),
        feesPaidOnline: sum((each) => each.feesPaidOnline),
        transfers: sum((each) => each.transfers),
        electronicTransfers: sum((each) => each.electronicTransfers),
        ratings: sum((each) => each.ratings),
        satisfied: sum((each) => each.satisfied),
      },
    ];
  });
}

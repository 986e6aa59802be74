/** Dossiers and papers that the rules' tests share. */
import type { Paper, Role } from '#schemas/generated/events.ts';
import type { Fact } from '#shared/pure/fact.ts';
import type { Day } from '#shared/pure/time.ts';
import { at, type FactOptions, fact, paper } from '../../support/facts.ts';

type Concerns = readonly (readonly [string, Role])[];

export function submitted(
  day: Day,
  procedureCode: string,
  concerns: Concerns,
  more: Partial<FactOptions> = {},
): Fact {
  return fact(
    'DossierSubmitted',
    { at: at(day), concerns, ...more },
    {
      procedureCode,
      procedureName: null,
      channel: 'ONLINE',
      fieldCode: null,
      fieldName: null,
      electronicAuthenticationLevel: null,
      declaredFields: null,
      prefilledFields: null,
      unitName: null,
      otherDossierCode: null,
    },
  );
}

export function component(
  day: Day,
  stated: Partial<Paper>,
  concerns: Concerns,
  more: Partial<FactOptions> & { readonly key?: string } = {},
): Fact {
  return fact(
    'ComponentSubmitted',
    { at: at(day), concerns, ...more },
    {
      paper: paper(stated),
      componentKey: more.key ?? 'a',
      form: 'ELECTRONIC',
      digitised: true,
      reuse: 'NONE',
      replacesResultCode: null,
    },
  );
}

export function issued(
  day: Day,
  resultCode: string,
  concerns: Concerns,
  stated: Partial<Paper> = {},
  more: Partial<FactOptions> = {},
): Fact {
  return fact(
    'ResultIssued',
    { at: at(day, 15), concerns, ...more },
    {
      paper: paper({ resultCode, issuedOn: day, ...stated }),
      resultKey: null,
      dossierCode: 'D',
      procedureCode: null,
    },
  );
}

type Ending =
  | 'DossierRefused'
  | 'DossierStopped'
  | 'DossierWithdrawn'
  | 'DossierReopened'
  | 'DossierCompleted'
  | 'ResultReturned';

export function ended(name: Ending, day: Day, more: Partial<FactOptions> = {}): Fact {
  return fact(name, { at: at(day, 16), ...more }, {});
}

export function shared(
  day: Day,
  stated: Partial<Paper>,
  concerns: Concerns,
  more: Partial<FactOptions> = {},
): Fact {
  return fact(
    'PaperShared',
    { at: at(day), concerns, ...more },
    { paper: paper({ issuedOn: day, ...stated }) },
    'shared',
  );
}

/** A dossier that ended with the result returned. */
export function returned(
  day: Day,
  procedureCode: string,
  resultCode: string,
  concerns: Concerns,
  stated: Partial<Paper> = {},
): Fact[] {
  return [
    submitted(
      day,
      procedureCode,
      concerns.map(([key]) => [key, 'APPLICANT'] as const),
    ),
    issued(day, resultCode, concerns, stated),
    ended('ResultReturned', day),
  ];
}

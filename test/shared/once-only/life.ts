/** Dossiers and papers that the rules' tests share. */
import type { EventData, Paper, Role } from '#schemas/generated/events.ts';
import { preCheck } from '#shared/once-only/pre-check.ts';
import type { AnsweredPaper, Question } from '#shared/once-only/question.ts';
import type { World } from '#shared/once-only/world.ts';
import type { Fact } from '#shared/pure/fact.ts';
import type { Day } from '#shared/pure/time.ts';
import { at, type FactOptions, fact, paper, question } from '../../support/facts.ts';

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

export const SINGLE = 'KQ.G15.000038';

/** HA's single-status confirmation of 2026-03-02. */
export const confirmation = returned('2026-03-02', '1.004873', SINGLE, [['HA', 'HOLDER']], {
  number: '12/XN',
});

/** HA marries DUC: row 2 asks for the confirmation. */
export function marriageQuestion(on: string, more: Partial<Question> = {}): Question {
  return question(
    '1.000894',
    on,
    [
      ['APPLICANT', 'HA'],
      ['SPOUSE', 'DUC'],
    ],
    more,
  );
}

/** One row of the answer. */
export function row(asked: Question, seen: World, ordinal: number): AnsweredPaper {
  const found = preCheck(asked, seen).papers.find((each) => each.ordinal === ordinal);
  if (found === undefined) throw new Error(`no row ${ordinal}`);
  return found;
}

/** A registered document of which nothing is said but its id. */
export const REGISTERED: EventData['DocumentRegistered'] = {
  documentId: 'H44,2026/06/01,7/QD',
  codeNumber: null,
  codeNotation: null,
  promulgatedOn: null,
  place: null,
  documentType: null,
  priority: null,
  dueOn: null,
  steeringType: null,
  taskCodes: [],
  sphere: null,
  secrecySuspected: false,
  senderName: null,
  senderInCharge: null,
  respondsTo: [],
  attachments: [],
  appendixes: [],
  toPlaces: [],
  pageCount: null,
  copyCount: null,
  signatureStatus: 'UNKNOWN',
};

// Facts that operators speak about: shared papers, dossiers, a document and its recall.

import type { EventName } from '#schemas/generated/events.ts';
import type { FactDraft } from '#shared/pure/draft.ts';
import type { Subject } from '#shared/pure/hub-key.ts';
import { draft, type Said } from '../portal/portal-room.ts';
import { REGISTERED } from '../shared/once-only/life.ts';
import { at, paper } from '../support/facts.ts';

const ONE_STOP = 'vn.gov.one-stop-shop';
const DOCUMENTS = 'vn.gov.document-management';

export type Stated = Parameters<typeof paper>[0];

/** The source of every fact that `agency` states here. */
export const sourceOf = (agency: string): string => `/agencies/${agency}/test`;

/** A paper that another body shared about somebody. */
export function shared(id: string, holder: Subject, stated: Stated, agency = 'H44'): FactDraft {
  return draft('PaperShared', 'vn.gov.shared.paper-shared.v1', {
    id,
    agency,
    at: at('2026-01-05'),
    concerns: [{ person: holder, role: 'HOLDER' }],
    data: { paper: paper({ issuedOn: '2026-01-05', ...stated }) },
  });
}

/** A dossier's submission. */
export function submitted(
  key: string,
  applicant: Subject,
  more: { readonly id?: string; readonly agency?: string } = {},
) {
  const { id = `${key}-submitted`, agency = 'H44.150' } = more;
  return draft('DossierSubmitted', `${ONE_STOP}.dossier-submitted.v1`, {
    id,
    key,
    agency,
    at: at('2026-02-02'),
    concerns: [{ person: applicant, role: 'APPLICANT' }],
    data: {
      procedureCode: '1.004222',
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
  });
}

/** A component of a dossier. */
export function component(key: string, applicant: Subject, stated: Stated): FactDraft {
  return draft('ComponentSubmitted', `${ONE_STOP}.component-submitted.v1`, {
    ...ofDossier('ComponentSubmitted', key, 'component', '2026-02-02', {
      paper: paper(stated),
      componentKey: 'a',
      form: 'ELECTRONIC',
      digitised: true,
      reuse: 'NONE',
      replacesResultCode: null,
    }),
    concerns: [{ person: applicant, role: 'APPLICANT' }],
  });
}

/** Status 9: completed, without any result. */
export function completed(key: string): FactDraft {
  const said = ofDossier('DossierCompleted', key, 'completed', '2026-02-12', {});
  return draft('DossierCompleted', `${ONE_STOP}.dossier-completed.v1`, said);
}

/** Status 10: the result was returned. */
export function returned(key: string): FactDraft {
  const said = ofDossier('ResultReturned', key, 'returned', '2026-02-12', {});
  return draft('ResultReturned', `${ONE_STOP}.result-returned.v1`, said);
}

function ofDossier<N extends EventName>(
  _name: N,
  key: string,
  what: string,
  day: string,
  data: Said<N>['data'],
): Said<N> {
  return { id: `${key}-${what}`, key, at: at(day), data };
}

/** An official document of an agency. */
export function registered(key: string, agency: string): FactDraft {
  return draft('DocumentRegistered', `${DOCUMENTS}.document-registered.v1`, {
    id: key,
    key,
    agency,
    at: at('2026-01-05'),
    data: { ...REGISTERED, documentId: key },
  });
}

/** An agency asks for a document back. */
export function recalled(key: string, agency: string): FactDraft {
  return draft('RecallRequested', `${DOCUMENTS}.recall-requested.v1`, {
    id: `recall-${key}`,
    key,
    agency,
    at: at('2026-03-05'),
    data: { statusCode: '13', recallDocumentId: null },
  });
}

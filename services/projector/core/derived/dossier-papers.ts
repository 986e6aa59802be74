/** What indicators need of the papers of a dossier: handed in, taken over, given out. */

import type { Paper } from '#schemas/generated/events.ts';
import type { DerivedRowOf } from '#schemas/read-models/derived-tables.ts';
import type { Dossier } from '#shared/once-only/dossier.ts';
import { grantedPapers } from '#shared/once-only/papers-of-dossier.ts';

type Columns = Pick<
  DerivedRowOf<'dossier_current'>,
  | 'reused'
  | 'component_file'
  | 'result_file'
  | 'result_papers'
  | 'signed_results'
  | 'unverified_results'
  | 'result_codes'
>;

export function dossierPapers(dossier: Dossier): Columns {
  const components = dossier.components.map(({ event }) => event);
  const results = dossier.results.filter(({ isSubmittedFile }) => !isSubmittedFile);
  const isGood = dossier.outcome === 'SUCCESS' || dossier.outcome === 'UNPROVEN';
  const files = isGood ? grantedPapers(dossier).map((paper) => paper.stated) : [];
  const stated = [...components, ...dossier.results.map(({ fact }) => fact.event)];
  return {
    reused: components.some(({ reuse }) => reuse === 'COMPONENT' || reuse === 'RESULT'),
    component_file: components.some(({ paper }) => hasFile(paper)),
    result_file: results.some(({ fact }) => hasFile(fact.event.paper)),
    result_papers: files.length,
    signed_results: files.filter((paper) => hasFile(paper) && paper.signatureStatus === 'VALID').length,
    unverified_results: files.filter((paper) => hasFile(paper) && paper.signatureStatus === 'UNKNOWN').length,
    result_codes: [...new Set(stated.flatMap(({ paper }) => paper.resultCode ?? []))],
  };
}

function hasFile(paper: Paper): boolean {
  return paper.fileSha256 !== null || paper.fileRef !== null;
}

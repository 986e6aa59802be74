/**
 * By what a paper can be found: one row per person and evidence is the way in (`read.paper_statement`). Kinds are
 * worked out when read, so rows keep what was stated and a later alias finds them too.
 */
import type { HubEvent, Paper } from '#schemas/generated/events.ts';
import { foldPaperName } from '#shared/pure/text.ts';

/** Evidences under which a fact's paper is filed, without repetition; none for a fact that brings no paper. */
export function statedEvidence(event: HubEvent): readonly string[] {
  switch (event.eventName) {
    case 'ComponentSubmitted':
    case 'ResultIssued':
    case 'PaperShared':
      return evidenceOfPaper(event.paper);
    case 'ElectronicCopyCertified':
      return [...new Set([...evidenceOfPaper(event.paper), `kind:${event.copied.paperKind}`])];
    default:
      return [];
  }
}

/** What the paper that a fact brings rests on: its official document and its signer. */
export function statedBases(event: HubEvent): readonly string[] {
  if (!('paper' in event) || !('signatureStatus' in event.paper)) return [];
  const { documentKey, signer } = event.paper;
  return [
    ...(documentKey === null ? [] : [documentBasis(documentKey)]),
    ...(signer?.civilServantCode == null ? [] : [signerBasis(signer.civilServantCode)]),
  ];
}

export function documentBasis(documentKey: string): string {
  return `document:${documentKey}`;
}

export function signerBasis(civilServantCode: string): string {
  return `signer:${civilServantCode}`;
}

function evidenceOfPaper(paper: Paper): string[] {
  const evidences: string[] = [];
  if (paper.paperKind !== null) evidences.push(`kind:${paper.paperKind}`);
  if (paper.resultCode !== null) evidences.push(`result:${paper.resultCode}`);
  if (paper.code !== null) evidences.push(`code:${paper.code}`);
  if (paper.name !== null) evidences.push(nameEvidence(paper.name));
  // Whoever asks for the paper whose place this one takes must see this one, too.
  const { supersedes } = paper;
  if (supersedes?.resultCode != null) evidences.push(`result:${supersedes.resultCode}`);
  return [...new Set(evidences)];
}

/** A name as evidence, bounded: names of 4,000 characters arrive, and an index row holds less. */
export function nameEvidence(name: string): string {
  return `name:${foldPaperName(name).slice(0, 200)}`;
}

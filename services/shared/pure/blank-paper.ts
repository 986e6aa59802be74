/** A Paper record of which nothing is stated: what is known of a paper is laid over it. */
import type { Paper } from '#schemas/generated/events.ts';

export const NOTHING_STATED: Paper = {
  paperKind: null,
  resultCode: null,
  code: null,
  name: null,
  number: null,
  issuer: null,
  issuedOn: null,
  validFrom: null,
  validTo: null,
  signer: null,
  signedAt: null,
  signatureStatus: 'UNKNOWN',
  object: null,
  fileSha256: null,
  fileRef: null,
  documentKey: null,
  supersedes: null,
};

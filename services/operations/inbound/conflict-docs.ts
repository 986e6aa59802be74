/** OpenAPI of the conflicts. */
import { type DoorDocs, PAGE_QUERY, PERSON, REASON, TEXT } from './operator-docs.ts';

const LIST_OF_TEXT = { type: 'array', items: TEXT } as const;

const CONFLICT = {
  type: 'object',
  properties: {
    id: { type: 'string', description: 'percent-encoded in the path of a decision' },
    kind: { enum: ['APPLICANT', 'PROCEDURE', 'PERSON'] },
    state: { enum: ['OPEN', 'DECIDED', 'ENDED'] },
    dossierCode: TEXT,
    procedureCodes: LIST_OF_TEXT,
    persons: { ...LIST_OF_TEXT, description: 'subject keys of those in question' },
    agency: TEXT,
    at: { type: 'string', format: 'date-time' },
    proof: { type: 'array', items: { type: 'object', properties: { source: TEXT, id: TEXT } } },
    decision: {
      type: 'object',
      properties: {
        eventId: TEXT,
        at: { type: 'string', format: 'date-time' },
        persons: LIST_OF_TEXT,
        procedureCode: TEXT,
      },
    },
  },
} as const;

export const CONFLICTS_SCHEMA = {
  summary: 'Conflicts that were found, the newest first, open or decided',
  description:
    'Dossiers with contradicting submissions, and persons of whom it is in question who they are. ENDED: the statements do not contradict each other any more. With `state`, a page may hold fewer than `limit`.',
  querystring: {
    type: 'object',
    additionalProperties: false,
    properties: { state: { enum: ['OPEN', 'DECIDED', 'ENDED'] }, ...PAGE_QUERY },
  },
  response: {
    200: {
      type: 'object',
      properties: { conflicts: { type: 'array', items: CONFLICT }, cursor: TEXT },
    },
  },
} as const;

export const PERSON_CONFLICT_DOCS: DoorDocs = {
  summary: 'Two persons have one identifier',
  description: 'Until it is decided, papers of that identifier are UNSETTLED.',
  body: { required: ['subject', 'reason'], properties: { subject: PERSON, reason: REASON } },
  answer: { conflictId: TEXT },
};

export const DECISION_DOCS: DoorDocs = {
  summary: 'An operator decides a conflict',
  description:
    'Of a dossier: whose it is and for which procedure, as far as that is in question. Decided again, the last decision counts.',
  params: { id: { type: 'string', description: 'of the conflict, percent-encoded' } },
  body: {
    required: ['reason'],
    properties: { applicant: PERSON, procedureCode: TEXT, reason: REASON },
  },
};

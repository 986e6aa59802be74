/** `PUT /v1/sources/{source}`: whether a bare "completed" (status 9) of a source is believed (rules.md 9). */
import type { FastifyInstance } from 'fastify';
import { agencyOfSource, SOURCE_EXPECTED } from '#shared/publishing/cloud-event-attributes.ts';
import { type DoorDocs, REASON } from './operator-docs.ts';
import { addOperatorDoor, type OperatorDoors } from './operator-door.ts';
import { readMembers } from './own-members.ts';

const DOCS: DoorDocs = {
  summary: 'Whether a source is trusted',
  description:
    'A dossier that a trusted source calls completed (status 9) ended successfully without other proof.',
  params: {
    source: {
      type: 'string',
      description: 'CloudEvents source, percent-encoded: %2Fagencies%2FH44.150%2Fnational-sync',
    },
  },
  body: {
    required: ['trusted', 'reason'],
    properties: { trusted: { type: 'boolean' }, reason: REASON },
  },
};

const TYPE = 'vn.gov.hub.source-trust-changed.v1';

export function addSources(app: FastifyInstance, doors: OperatorDoors): void {
  addOperatorDoor(app, doors, {
    method: 'PUT',
    path: '/v1/sources/:source',
    name: 'source-trust',
    docs: DOCS,
    state: (request) => {
      const { source = '' } = request.params;
      if (agencyOfSource(source) === undefined) {
        const expected = `${SOURCE_EXPECTED}, percent-encoded`;
        request.faults.push({ pointer: '/params/source', code: 'FORM', expected });
      }
      const body = readMembers(request, TYPE, { filled: { trustedSource: source } });
      return { type: TYPE, key: `source${source}`, body };
    },
  });
}

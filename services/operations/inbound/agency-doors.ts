/** `POST /v1/agencies` and `POST /v1/successions`: an agency and its code, and who took over from whom. */
import type { FastifyInstance } from 'fastify';
import type { Agencies } from '#shared/once-only/agencies.ts';
import { periodFaults, successionFaults } from '../core/agency-changes.ts';
import { DAY, type DoorDocs, TEXT } from './operator-docs.ts';
import { addOperatorDoor, type OperatorDoors } from './operator-door.ts';
import { readMembers, textOf } from './own-members.ts';

const AGENCY_DOCS: DoorDocs = {
  summary: 'An agency and its code',
  description: 'Said again with other words it is changed: the last statement about a code counts.',
  body: {
    required: ['agencyCode', 'agencyName'],
    properties: {
      agencyCode: { type: 'string', description: 'H44.150, or the form of 13 characters' },
      agencyName: TEXT,
      level: TEXT,
      agencyKind: TEXT,
      parent: { type: 'string', description: 'the code of the agency above' },
      validFrom: DAY,
      validTo: { ...DAY, description: 'the last day of the code' },
      legacyCode: TEXT,
      dataSource: TEXT,
    },
  },
};

const SUCCESSION_DOCS: DoorDocs = {
  summary: 'Another agency took over',
  body: {
    required: ['agencyCode', 'successor', 'effectiveOn'],
    properties: {
      agencyCode: { type: 'string', description: 'the one that ended' },
      successor: TEXT,
      effectiveOn: { ...DAY, description: "the successor's first day" },
    },
  },
};

const REGISTERED = 'vn.gov.hub.agency-registered.v1';
const SUCCEEDED = 'vn.gov.hub.agency-succeeded.v1';

export interface AgencyDoors {
  readonly agencies: () => Promise<Agencies>;
}

export function addAgencyDoors(app: FastifyInstance, doors: OperatorDoors, { agencies }: AgencyDoors): void {
  addOperatorDoor(app, doors, {
    method: 'POST',
    path: '/v1/agencies',
    name: 'agency',
    docs: AGENCY_DOCS,
    state: (request) => {
      const body = readMembers(request, REGISTERED);
      request.faults.push(...periodFaults(body.data['validFrom'], body.data['validTo']));
      return { type: REGISTERED, key: textOf(body, 'agencyCode'), body };
    },
  });
  addOperatorDoor(app, doors, {
    method: 'POST',
    path: '/v1/successions',
    name: 'succession',
    docs: SUCCESSION_DOCS,
    state: async (request) => {
      const body = readMembers(request, SUCCEEDED);
      const [code, successor] = [textOf(body, 'agencyCode'), textOf(body, 'successor')];
      request.faults.push(...successionFaults(code, successor, await agencies()));
      return { type: SUCCEEDED, key: code, body };
    },
  });
}

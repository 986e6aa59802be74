/** `POST /v1/procedures/amendments` and `/v1/procedures/repeals`: the catalogue changes with its day (domain.md 7). */
import type { FastifyInstance } from 'fastify';
import type { ProcedureAmendedData } from '#schemas/generated/events.ts';
import type { Catalogue } from '#shared/once-only/catalogue.ts';
import type { EventBody } from '#shared/publishing/event-body.ts';
import { amendmentFaults, unknownProcedureFaults } from '../core/procedure-changes.ts';
import { DAY, type DoorDocs, TEXT } from './operator-docs.ts';
import { addOperatorDoor, type OperatorDoors } from './operator-door.ts';
import { readMembers, textOf } from './own-members.ts';

const LIST_OF_TEXT = { type: 'array', items: TEXT } as const;

const AMENDMENT_DOCS: DoorDocs = {
  summary: 'A new version of a procedure, whole',
  description: 'The version before it ends the day before. The members are those of ProcedureAmended.',
  body: {
    required: [
      'procedureCode',
      'procedureName',
      'levels',
      'processingDays',
      'avoidable',
      'validFrom',
      'papers',
    ],
    properties: {
      procedureCode: { type: 'string', examples: ['1.004222'] },
      procedureName: TEXT,
      nameEn: TEXT,
      levels: LIST_OF_TEXT,
      processingDays: { type: 'integer', description: 'calendar days' },
      applicantRole: TEXT,
      avoidable: { type: 'boolean' },
      avoidableBy: LIST_OF_TEXT,
      validFrom: DAY,
      validTo: DAY,
      legalBasis: TEXT,
      yields: { type: 'array', items: { type: 'object' } },
      papers: { type: 'array', items: { type: 'object' } },
      prefill: { type: 'array', items: { type: 'object' } },
      fieldName: TEXT,
      withFee: { type: 'boolean' },
      payableOnline: { type: 'boolean' },
      origin: { enum: ['BUILT_IN', 'IMPORTED'] },
      defects: { type: 'array', items: { type: 'object' } },
    },
  },
};

const REPEAL_DOCS: DoorDocs = {
  summary: 'A procedure was abolished',
  body: {
    required: ['procedureCode', 'repealedFrom'],
    properties: {
      procedureCode: TEXT,
      repealedFrom: { ...DAY, description: 'the first day out of force' },
      legalBasis: TEXT,
    },
  },
};

const AMENDED = 'vn.gov.catalogue.procedure-amended.v1';
const REPEALED = 'vn.gov.catalogue.procedure-repealed.v1';

export interface ProcedureDoors {
  readonly catalogue: () => Promise<Catalogue>;
}

export function addProcedureChanges(
  app: FastifyInstance,
  doors: OperatorDoors,
  { catalogue }: ProcedureDoors,
): void {
  addOperatorDoor(app, doors, {
    method: 'POST',
    path: '/v1/procedures/amendments',
    name: 'procedure-amendment',
    docs: AMENDMENT_DOCS,
    state: async (request) => {
      const body = readMembers(request, AMENDED);
      const faultsOfForm = request.faults.length;
      request.faults.push(...unknownProcedureFaults(textOf(body, 'procedureCode'), await catalogue()));
      if (faultsOfForm === 0) {
        assertAmended(body.data);
        request.faults.push(...amendmentFaults(body.data));
      }
      return { type: AMENDED, key: textOf(body, 'procedureCode'), body };
    },
  });
  addOperatorDoor(app, doors, {
    method: 'POST',
    path: '/v1/procedures/repeals',
    name: 'procedure-repeal',
    docs: REPEAL_DOCS,
    state: async (request) => {
      const body = readMembers(request, REPEALED);
      request.faults.push(...unknownProcedureFaults(textOf(body, 'procedureCode'), await catalogue()));
      return { type: REPEALED, key: textOf(body, 'procedureCode'), body };
    },
  });
}

/** Read without a fault, the members are as the event's schema has them. */
function assertAmended(_data: EventBody['data']): asserts _data is EventBody['data'] & ProcedureAmendedData {}

/** `POST /v1/paper-aliases`: what a sender calls a paper, in the hub's vocabulary. Aliases are applied when read. */
import type { FastifyInstance } from 'fastify';
import type { Catalogue } from '#shared/once-only/catalogue.ts';
import { paperKinds } from '../core/paper-kinds.ts';
import { type DoorDocs, TEXT } from './operator-docs.ts';
import { addOperatorDoor, type OperatorDoors } from './operator-door.ts';
import { readMembers, textOf } from './own-members.ts';

const DOCS: DoorDocs = {
  summary: 'What a sender calls a paper',
  description: 'Papers stated earlier are read by it, too. Of the aliases of one word the last one counts.',
  body: {
    required: ['evidence', 'value', 'paperKind'],
    properties: {
      evidence: {
        enum: ['RESULT', 'CODE', 'NAME'],
        description: 'of what the value is: a result code, a component code, a name',
      },
      value: {
        type: 'string',
        description: 'as sent; names are compared without case, tone placement and extension',
      },
      paperKind: { ...TEXT, examples: ['BIRTH_CERTIFICATE'] },
    },
  },
};

const TYPE = 'vn.gov.catalogue.paper-alias-defined.v1';

export interface AliasDoor {
  readonly catalogue: () => Promise<Catalogue>;
}

export function addPaperAliases(app: FastifyInstance, doors: OperatorDoors, { catalogue }: AliasDoor): void {
  addOperatorDoor(app, doors, {
    method: 'POST',
    path: '/v1/paper-aliases',
    name: 'paper-alias',
    docs: DOCS,
    state: async (request) => {
      const body = readMembers(request, TYPE, { needed: ['evidence'] });
      const [evidence, value, paperKind] = ['evidence', 'value', 'paperKind'].map((name) =>
        textOf(body, name),
      );
      const kinds = paperKinds(await catalogue());
      if (paperKind !== undefined && paperKind !== '' && !kinds.includes(paperKind)) {
        request.faults.push({
          pointer: '/paperKind',
          code: 'NOT_LISTED',
          expected: `one of ${kinds.join(', ')}`,
        });
      }
      return { type: TYPE, key: `alias/${evidence}/${value}`, body };
    },
  });
}

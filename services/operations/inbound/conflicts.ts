/**
 * `GET /v1/conflicts`, `POST /v1/conflicts` for two persons with one identifier, and
 * `POST /v1/conflicts/{id}/decision`: what contradicts itself is UNSETTLED until somebody decides.
 */
import type { FastifyInstance } from 'fastify';
import { ProblemError } from '#shared/http/problems.ts';
import { foldDossier } from '#shared/once-only/dossier.ts';
import type { ReadConcern } from '#shared/publishing/door-concerns.ts';
import { memberOf } from '#shared/publishing/door-data.ts';
import { type Fact, isFactOf } from '#shared/pure/fact.ts';
import type { WorldReader } from '#shared/reading/reading.ts';
import {
  type Conflict,
  type ConflictState,
  type Decision,
  decisionFaults,
  type ShownConflict,
  showConflict,
} from '../core/conflicts.ts';
import { CONFLICTS_SCHEMA, DECISION_DOCS, PERSON_CONFLICT_DOCS } from './conflict-docs.ts';
import { readCursor, writeCursor } from './findings.ts';
import { addOperatorDoor, type OperatorDoors, type OperatorRequest } from './operator-door.ts';
import { readMembers, readSomebody, textOf } from './own-members.ts';
import { type PageQuery, pageAsked } from './page-query.ts';

type FindingCursor = ReturnType<typeof readCursor>;

export interface ConflictParts {
  readonly worlds: WorldReader;
  /** Conflicts that were found, the newest first. */
  readonly findings: (
    limit: number,
    after: FindingCursor | undefined,
  ) => Promise<{ readonly facts: readonly Fact[]; readonly next?: FindingCursor }>;
  readonly find: (conflictId: string) => Promise<Conflict | undefined>;
  /** Conflicts about who a person is. */
  readonly ofPerson: (subjectKey: string) => Promise<readonly Conflict[]>;
  /** The last decision about each conflict. */
  readonly decisions: () => Promise<ReadonlyMap<string, Decision>>;
}

export function addConflicts(app: FastifyInstance, doors: OperatorDoors, parts: ConflictParts): void {
  addList(app, parts);
  addPersonConflict(app, doors, parts);
  addDecision(app, doors, parts);
}

function addList(app: FastifyInstance, { worlds, findings, decisions }: ConflictParts): void {
  app.get<{ Querystring: PageQuery & { readonly state?: ConflictState } }>(
    '/v1/conflicts',
    { schema: CONFLICTS_SCHEMA },
    async ({ query }) => {
      const { limit, cursor } = pageAsked(query);
      const page = await findings(limit, cursor === undefined ? undefined : readCursor(cursor));
      const decided = await decisions();
      const shown: ShownConflict[] = [];
      for (const fact of page.facts) {
        if (!isFactOf(fact, 'SubjectConflictDetected')) continue;
        const decision = decided.get(fact.event.conflictId);
        const contradicts = decision !== undefined || (await stillContradicts(fact, worlds));
        shown.push(showConflict(fact, decision, contradicts));
      }
      return {
        conflicts: shown.filter(({ state }) => query.state === undefined || state === query.state),
        ...(page.next !== undefined && { cursor: writeCursor(page.next) }),
      };
    },
  );
}

/** A finding stays what was found; whether its dossier is still in conflict is asked of the dossier (ADR 28). */
async function stillContradicts({ event: { dossierCode } }: Conflict, worlds: WorldReader): Promise<boolean> {
  if (dossierCode === null) return true;
  const { world, knownAt } = await worlds.forDossier(dossierCode);
  const facts = world.dossiers.get(dossierCode) ?? [];
  return foldDossier(dossierCode, facts, { ...world, knownAt }).conflict;
}

const FOUND = 'vn.gov.hub.subject-conflict-detected.v1';
const DECIDED = 'vn.gov.hub.conflict-decided.v1';

function addPersonConflict(app: FastifyInstance, doors: OperatorDoors, parts: ConflictParts): void {
  addOperatorDoor(app, doors, {
    method: 'POST',
    path: '/v1/conflicts',
    name: 'conflict',
    docs: PERSON_CONFLICT_DOCS,
    state: async (request) => {
      const conflictId = request.eventId;
      const concerns = concerning(request, 'subject');
      const [named] = concerns;
      const subjectKey = named === undefined ? '' : doors.hubKey.subjectKey(named.person);
      if (named === undefined && memberOf(request.members, 'subject') === undefined) {
        request.faults.push({ pointer: '/subject', code: 'REQUIRED', expected: 'a person with type and id' });
      }
      const filled = { conflictId, conflictKind: 'PERSON', dossierCode: null, procedureCodes: [], proof: [] };
      const body = readMembers(request, FOUND, { own: ['subject'], filled, concerns });
      if (request.faults.length === 0) await refuseSecond(subjectKey, conflictId, parts);
      return { type: FOUND, key: subjectKey, body, answer: { conflictId } };
    },
  });
}

/** @throws ProblemError CONFLICT_OPEN. */
async function refuseSecond(
  subjectKey: string,
  conflictId: string,
  { ofPerson, decisions }: ConflictParts,
): Promise<void> {
  const decided = await decisions();
  const open = (await ofPerson(subjectKey)).find(
    ({ event }) => event.conflictId !== conflictId && !decided.has(event.conflictId),
  );
  if (open !== undefined) throw new ProblemError('CONFLICT_OPEN', { detail: open.event.conflictId });
}

function addDecision(app: FastifyInstance, doors: OperatorDoors, parts: ConflictParts): void {
  addOperatorDoor(app, doors, {
    method: 'POST',
    path: '/v1/conflicts/:id/decision',
    name: 'decision',
    docs: DECISION_DOCS,
    state: async (request) => {
      const { id: conflictId = '' } = request.params;
      const conflict = await parts.find(conflictId);
      if (conflict === undefined) throw new ProblemError('NOT_FOUND', { detail: NO_CONFLICT });
      const concerns = concerning(request, 'applicant');
      const filled = { conflictId, dossierCode: conflict.event.dossierCode };
      const body = readMembers(request, DECIDED, { own: ['applicant'], filled, concerns });
      const [applicant] = concerns.map(({ person }) => doors.hubKey.subjectKey(person));
      const deciding = {
        applicant,
        isApplicantStated: memberOf(request.members, 'applicant') !== undefined,
        procedureCode: textOf(body, 'procedureCode') || undefined,
      };
      request.faults.push(...decisionFaults(conflict, deciding));
      return { type: DECIDED, key: `conflict/${conflictId}`, body };
    },
  });
}

const NO_CONFLICT = {
  vi: 'Không có mâu thuẫn nào mang mã này. Xem GET /v1/conflicts; mã trong đường dẫn phải được mã hóa phần trăm.',
  en: 'There is no conflict of this id. See GET /v1/conflicts; in the path the id is percent-encoded.',
};

/** The person whom a member names, as one whom the statement concerns; nobody where it is absent. */
function concerning({ members, faults }: OperatorRequest, name: string): ReadConcern[] {
  const value = memberOf(members, name);
  const person = value === undefined ? undefined : readSomebody(value, `/${name}`, faults);
  return person === undefined ? [] : [{ person, role: 'APPLICANT', personal: {} }];
}

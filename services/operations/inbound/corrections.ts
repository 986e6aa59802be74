/**
 * `POST /v1/facts/{id}/correction`: an operator replaces or retracts any fact, by its factId. It travels on the
 * topic and key of its target and speaks for the target's own agency (ADR 24); who really spoke is in the envelope.
 */
import type { FastifyInstance } from 'fastify';
import type { HubEvent } from '#schemas/generated/events.ts';
import { EVENTS, type EventName, type EventType } from '#schemas/generated/events.ts';
import type { TopicName } from '#schemas/topics.ts';
import { ProblemError } from '#shared/http/problems.ts';
import { memberOf } from '#shared/publishing/door-data.ts';
import { type EventBody, readEventBody } from '#shared/publishing/event-body.ts';
import { isEventType } from '#shared/publishing/event-type.ts';
import { MessageFault } from '#shared/pure/fault.ts';
import type { JsonObject } from '#shared/pure/strict-json.ts';
import { type DoorDocs, REASON, TEXT } from './operator-docs.ts';
import {
  addOperatorDoor,
  type OperatorDoors,
  type OperatorRequest,
  type Statement,
} from './operator-door.ts';
import { readMembers } from './own-members.ts';

const DOCS: DoorDocs = {
  summary: 'A fact is replaced or retracted',
  description:
    'Either {type, data, reason?}: the whole fact as it should have been, as its own door takes it; or {retract: true, reason}.',
  params: { id: { type: 'string', format: 'uuid', description: 'factId, as GET /v1/events shows it' } },
  body: {
    required: [],
    properties: {
      type: { type: 'string', description: 'CloudEvents type of the fact that takes its place' },
      data: { type: 'object', description: 'whole, with concerns' },
      retract: { type: 'boolean' },
      reason: REASON,
      aggregate: {
        ...TEXT,
        description: 'the key: found at once; needed where the same id was used in several aggregates',
      },
    },
  },
};

/** A fact that may be corrected, as the read models have it. */
export interface Target {
  readonly topic: TopicName;
  readonly aggregateKey: string;
  readonly event: HubEvent;
}

export interface CorrectionDoor {
  /** Facts of this name: several where one id was used for several aggregates. */
  readonly findTargets: (factId: string, aggregateKey: string | undefined) => Promise<readonly Target[]>;
}

export function addCorrections(
  app: FastifyInstance,
  doors: OperatorDoors,
  { findTargets }: CorrectionDoor,
): void {
  addOperatorDoor(app, doors, {
    method: 'POST',
    path: '/v1/facts/:id/correction',
    name: 'correction',
    docs: DOCS,
    state: async (request) => {
      const target = theOne(request, await targetsOf(request, findTargets));
      return memberOf(request.members, 'retract') === true
        ? retraction(request, target)
        : correction(request, target);
    },
  });
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** @throws ProblemError NOT_FOUND. */
async function targetsOf(
  { params: { id = '' }, members }: OperatorRequest,
  find: CorrectionDoor['findTargets'],
): Promise<readonly Target[]> {
  const aggregate = memberOf(members, 'aggregate');
  const named = typeof aggregate === 'string' ? aggregate : undefined;
  const factId = id.toLowerCase();
  const there = UUID.test(id) ? await find(factId, named) : [];
  // Under another key it may still be: then the fault says under which.
  const found =
    there.length > 0 || named === undefined || !UUID.test(id) ? there : await find(factId, undefined);
  if (found.length === 0) throw new ProblemError('NOT_FOUND', { detail: NO_FACT });
  return found;
}

const NO_FACT = {
  vi: 'Không có dữ kiện nào mang factId này. GET /v1/events cho biết factId của các dữ kiện đã chiếu.',
  en: 'There is no fact of this factId. GET /v1/events shows the factId of every fact that is projected.',
};

/** @throws ProblemError FACT_AMBIGUOUS where the id alone, or with `aggregate`, does not tell which fact is meant. */
function theOne({ members }: OperatorRequest, found: readonly Target[]): Target {
  const aggregate = memberOf(members, 'aggregate');
  const meant =
    aggregate === undefined ? found : found.filter(({ aggregateKey }) => aggregateKey === aggregate);
  const byPlace = new Map(meant.map((target) => [`${target.topic} ${target.aggregateKey}`, target]));
  const [only, ...others] = byPlace.values();
  if (only !== undefined && others.length === 0) return only;
  const keys = found.map(({ aggregateKey }) => aggregateKey).join(', ');
  throw new ProblemError('FACT_AMBIGUOUS', {
    errors: [{ pointer: '/aggregate', code: 'NOT_LISTED', expected: `one of ${keys}` }],
  });
}

function retraction(request: OperatorRequest, target: Target): Statement {
  const { source, id, type: factType, agency } = target.event;
  const type = typeAbout('FactRetracted', target.topic);
  const filled = { target: { source, id }, factType };
  const body = readMembers(request, type, { own: ['retract', 'aggregate'], filled });
  return { type, key: target.aggregateKey, body: { ...body, topic: target.topic }, agency };
}

const ABOUT_FACTS: ReadonlySet<EventName> = new Set(['FactCorrected', 'FactRetracted', 'SnapshotStated']);

function correction(request: OperatorRequest, target: Target): Statement {
  const { faults, members } = request;
  const { source, id, agency, eventName } = target.event;
  const type = typeAbout('FactCorrected', target.topic);
  if (ABOUT_FACTS.has(eventName)) {
    const expected = 'a fact that is not itself about other ones';
    faults.push({ pointer: '/params/id', code: 'NOT_CORRECTABLE', expected, hint: 'it may be retracted' });
  }
  refuseOthers(request);
  const { retract: _none, aggregate: _named, ...stated } = members;
  const value: JsonObject = { ...stated, target: { source, id } };
  const body = readEventBody(value, type, '', faults);
  refuseOtherPlace(request, target, body);
  return { type, key: target.aggregateKey, body: { ...body, topic: target.topic }, agency };
}

function refuseOthers({ faults, members }: OperatorRequest): void {
  const retract = memberOf(members, 'retract') ?? false;
  if (retract !== false) faults.push({ pointer: '/retract', code: 'TYPE', expected: 'true or false' });
  if (memberOf(members, 'target') === undefined) return;
  const hint = 'the path names the fact';
  faults.push({ pointer: '/target', code: 'UNKNOWN_MEMBER', expected: 'no such member', hint });
}

/** The replacement belongs to the stream, the topic and the aggregate of its target. */
function refuseOtherPlace({ faults }: OperatorRequest, target: Target, body: EventBody): void {
  if (body.topic !== undefined && body.topic !== target.topic) {
    const hint = `the fact is a ${target.event.type}`;
    faults.push({ pointer: '/type', code: 'CONTRADICTION', expected: `an event of ${target.topic}`, hint });
  }
  if (body.dossierKey === undefined || body.dossierKey === target.aggregateKey) return;
  const expected = "the target's own dossier";
  faults.push({ pointer: '/data/dossierCode', code: 'CONTRADICTION', expected });
}

/** @throws MessageFault where facts of a topic cannot be corrected: findings follow from other facts. */
function typeAbout(name: 'FactCorrected' | 'FactRetracted', topic: TopicName): EventType {
  const found = Object.keys(EVENTS)
    .filter(isEventType)
    .find((type) => {
      const declared = EVENTS[type];
      return declared.eventName === name && [declared.topic, ...declared.alsoOn].includes(topic);
    });
  if (found !== undefined) return found;
  const expected = 'a fact that an agency or an operator stated';
  const hint = 'what the hub found follows from other facts: correct those';
  throw new MessageFault(422, [{ pointer: '/params/id', code: 'NOT_CORRECTABLE', expected, hint }]);
}

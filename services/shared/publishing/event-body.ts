/** `data` of a CloudEvent: the event's own fields, text about its aggregate, the persons; of a correction the whole fact. */
import { EVENTS, type EventType } from '#schemas/generated/events.ts';
import type { TopicName } from '#schemas/topics.ts';
import type { Fault } from '#shared/pure/fault.ts';
import { aggregateForm, isPlaceholder } from '#shared/pure/identifiers.ts';
import type { JsonObject, JsonValue } from '#shared/pure/strict-json.ts';
import { type ReadConcern, readConcerns } from './door-concerns.ts';
import { isJsonObject, memberOf, readFields } from './door-data.ts';
import { type DoorField, doorSchemaOf } from './door-type.ts';
import { readEventType, streamOf } from './event-type.ts';

export interface EventBody {
  readonly data: Readonly<Record<string, unknown>>;
  readonly text: Readonly<Record<string, unknown>>;
  readonly concerns: readonly ReadConcern[];
  /** Somebody who is not a placeholder. */
  readonly concernsSomebody: boolean;
  /** Where `data` names a dossier: its key. */
  readonly dossierKey?: string;
  readonly replacement?: Replacement;
  /** Of what is said about another fact: the topic of that fact, where it is known which it is. */
  readonly topic?: TopicName;
  /** What the body hash covers, where that is not the rest. */
  readonly hashed?: unknown;
}

/** The whole fact that takes the place of another. */
interface Replacement {
  readonly type: EventType;
  readonly target: { readonly source: string; readonly id: string };
  readonly body: EventBody;
}

const NOTHING: EventBody = { data: {}, text: {}, concerns: [], concernsSomebody: false };

/** Reads `data` as the schema of its event type has it; faults are noted, the result counts only without any. */
export function readEventBody(
  value: JsonValue | undefined,
  type: EventType,
  pointer: string,
  faults: Fault[],
): EventBody {
  if (!isJsonObject(value ?? {})) {
    faults.push({ pointer, code: 'TYPE', expected: 'an object' });
    return NOTHING;
  }
  const members: JsonObject = isJsonObject(value) ? value : {};
  const schema = doorSchemaOf(type);
  const concerns = readConcerns(memberOf(members, 'concerns'), schema.person, `${pointer}/concerns`, faults);
  if (EVENTS[type].eventName === 'FactCorrected')
    return readCorrection(members, type, concerns, pointer, faults);
  const read = readFields(members, [...schema.data, ...schema.text], pointer, faults, ['concerns']);
  const body = { data: pick(read, schema.data), text: pick(read, schema.text), concerns };
  const concernsSomebody = concerns.some(({ person }) => !isPlaceholder(person));
  refuseIncompletePaper(members, type, concernsSomebody, pointer, faults);
  const { dossierCode } = body.data;
  const dossierKey = typeof dossierCode === 'string' ? { dossierKey: aggregateForm(dossierCode) } : {};
  return {
    ...body,
    concernsSomebody,
    ...(EVENTS[type].eventName === 'ResultIssued' ? dossierKey : {}),
    ...(EVENTS[type].eventName === 'FactRetracted' ? topicOfTarget(body.data, type, pointer, faults) : {}),
  };
}

/** A retraction travels where its target does: on the first topic of the stream, unless it says what it retracts. */
function topicOfTarget(
  { factType }: Readonly<Record<string, unknown>>,
  type: EventType,
  pointer: string,
  faults: Fault[],
): { readonly topic?: TopicName } {
  if (typeof factType !== 'string') return {};
  const retracted = readEventType(factType, [streamOf(type)], `${pointer}/factType`, faults);
  return retracted === undefined ? {} : { topic: EVENTS[retracted].topic };
}

function pick(
  read: Readonly<Record<string, unknown>>,
  fields: readonly DoorField[],
): Record<string, unknown> {
  return Object.fromEntries(fields.map(({ name }) => [name, read[name]]));
}

/** What the schema cannot say of a paper: whose it is, and that it has a name. */
export function refuseIncompletePaper(
  members: JsonObject,
  type: EventType,
  concernsSomebody: boolean,
  pointer: string,
  faults: Fault[],
): void {
  if (!EVENTS[type].bringsPaper) return;
  // On the shared stream the missing person is told as the missing key.
  if (!concernsSomebody && streamOf(type) !== 'shared') {
    const hint = 'whose paper is it? a placeholder (000000001, zeros) is nobody';
    faults.push({ pointer: `${pointer}/concerns`, code: 'REQUIRED', expected: 'at least one person', hint });
  }
  const paper = memberOf(members, 'paper');
  if (EVENTS[type].eventName !== 'PaperShared' || !isJsonObject(paper)) return;
  if (['paperKind', 'resultCode', 'code'].some((name) => typeof memberOf(paper, name) === 'string')) return;
  const expected = 'paperKind, resultCode or code: what paper is it?';
  faults.push({ pointer: `${pointer}/paper/paperKind`, code: 'REQUIRED', expected });
}

/** Not to be corrected: they are themselves about another fact. */
export const ABOUT_FACTS: ReadonlySet<string> = new Set(['FactCorrected', 'FactRetracted', 'SnapshotStated']);

/**
 * `{target {source, id}, type, data, reason?}`. The persons of the correction itself give the key of the target where that
 * is a person; where it names none, those of the corrected data do.
 */
function readCorrection(
  members: JsonObject,
  type: EventType,
  stated: readonly ReadConcern[],
  pointer: string,
  faults: Fault[],
): EventBody {
  const schema = doorSchemaOf(type);
  const fields = [...schema.data.filter(({ name }) => name === 'target'), ...schema.text];
  const read = readFields(members, fields, pointer, faults, ['type', 'data', 'concerns']);
  const named = memberOf(members, 'type');
  if (typeof named !== 'string') {
    faults.push({ pointer: `${pointer}/type`, code: 'REQUIRED', expected: 'the event type of the target' });
    return NOTHING;
  }
  const corrected = readEventType(named, [streamOf(type)], `${pointer}/type`, faults);
  if (corrected === undefined) return NOTHING;
  if (ABOUT_FACTS.has(EVENTS[corrected].eventName)) {
    const expected = 'an event that is not itself about another one';
    faults.push({ pointer: `${pointer}/type`, code: 'NOT_LISTED', expected });
    return NOTHING;
  }
  if (![EVENTS[type].topic, ...EVENTS[type].alsoOn].includes(EVENTS[corrected].topic)) {
    const expected = 'an event that may be corrected';
    faults.push({ pointer: `${pointer}/type`, code: 'NOT_LISTED', expected });
  }
  const body = readEventBody(memberOf(members, 'data'), corrected, `${pointer}/data`, faults);
  const target = targetOf(read['target']);
  // Only whom the key is made of: what is said of persons travels sealed inside the replacement.
  const concerns = (stated.length > 0 ? stated : body.concerns).map(({ person, role }) => ({
    person,
    role,
    personal: {},
  }));
  const { data, text, concerns: persons } = body;
  const why = pick(read, schema.text);
  return {
    data: { target, factType: corrected, fact: Buffer.alloc(0) },
    text: why,
    topic: EVENTS[corrected].topic,
    concerns,
    concernsSomebody: concerns.some(({ person }) => !isPlaceholder(person)),
    ...(body.dossierKey === undefined ? {} : { dossierKey: body.dossierKey }),
    replacement: { type: corrected, target, body },
    // The sealed bytes differ each time; what was stated does not.
    hashed: { type, target, factType: corrected, data, text, concerns: persons, ...saidSomething(why) },
  };
}

function saidSomething(why: Readonly<Record<string, unknown>>): { readonly why?: unknown } {
  return Object.values(why).some((said) => said !== null) ? { why } : {};
}

function targetOf(value: unknown): { readonly source: string; readonly id: string } {
  const member = (name: 'source' | 'id'): string => {
    const text: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
    return typeof text === 'string' ? text : '';
  };
  return { source: member('source'), id: member('id') };
}

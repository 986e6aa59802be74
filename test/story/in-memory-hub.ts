// A hub without Kafka and PostgreSQL: the adapters' translations, folded by the once-only room. It finds aggregates as the
// portal does (evidences first, then documents, signers and records), so what the needs forget is missing here, too.

import { type Said, sayDossier, sayPapers, sayPreCheck } from '#infra/demo/answers.ts';
import type { Ask, Message } from '#infra/demo/row.ts';
import { EVENTS } from '#schemas/generated/events.ts';
import { unframe } from '#shared/avro/wire-format.ts';
import { Agencies } from '#shared/once-only/agencies.ts';
import { foldDossier } from '#shared/once-only/dossier.ts';
import { viewDossier } from '#shared/once-only/dossier-view.ts';
import { statedEvidence } from '#shared/once-only/evidence.ts';
import { firstNeeds, secondNeeds } from '#shared/once-only/needs.ts';
import { papersOfSubject } from '#shared/once-only/papers-of-subject.ts';
import { preCheck } from '#shared/once-only/pre-check.ts';
import type { Question } from '#shared/once-only/question.ts';
import { EMPTY_WORLD, type World } from '#shared/once-only/world.ts';
import { readCloudEvent } from '#shared/publishing/cloud-event.ts';
import { composeEvents, keyed } from '#shared/publishing/compose-event.ts';
import { decodeEvent } from '#shared/publishing/event-codec.ts';
import type { Stream } from '#shared/publishing/event-type.ts';
import type { FactDraft } from '#shared/pure/draft.ts';
import type { Fact } from '#shared/pure/fact.ts';
import { factIdOf, uuidText } from '#shared/pure/hub-key.ts';
import { parseJson } from '#shared/pure/strict-json.ts';
import { formatInstant, type Instant } from '#shared/pure/time.ts';
import { ThrowawayKeys } from '#shared/sealing/key-store.ts';
import { readRecord } from '../../services/civil-servants/core/record.ts';
import { translateRecord } from '../../services/civil-servants/core/translate.ts';
import { readEdxml } from '../../services/document-management/core/edxml-message.ts';
import { translateEdxml } from '../../services/document-management/core/translate.ts';
import { readNationalSync } from '../../services/one-stop-shop/core/native.ts';
import { translateSync } from '../../services/one-stop-shop/core/translate.ts';
import { CATALOGUE, TEST_HUB_KEY } from '../support/facts.ts';

const NO_AGENCIES = new Agencies([]);

/** The facts of a message when its door took it at an instant. */
export function factsOf(message: Message, recordedAt: Instant): Promise<readonly Fact[]> {
  return factsOfDrafts(draftsOf(message, recordedAt));
}

function draftsOf({ door, body }: Message, recordedAt: Instant): readonly FactDraft[] {
  const json = (): Buffer => Buffer.from(JSON.stringify(body));
  switch (door) {
    case 'NATIONAL_SYNC': {
      const surroundings = { hubKey: TEST_HUB_KEY, agencies: NO_AGENCIES, now: () => recordedAt };
      return translateSync(readNationalSync(parseJson(json())), surroundings);
    }
    case 'ONE_STOP_EVENTS':
      return eventDrafts(json(), 'events', 'one-stop-shop', recordedAt);
    case 'SHARED_PAPERS':
      return eventDrafts(json(), 'shared-papers', 'shared', recordedAt);
    case 'EDXML':
      return translateEdxml(readEdxml(Buffer.from(String(body))), { hubKey: TEST_HUB_KEY, recordedAt });
    case 'RECORDS':
      return translateRecord(readRecord(parseJson(json())), TEST_HUB_KEY, recordedAt);
    default:
      return door satisfies never;
  }
}

function eventDrafts(batch: Buffer, name: string, stream: Stream, recordedAt: Instant): FactDraft[] {
  const events = parseJson(batch);
  if (!Array.isArray(events)) throw new Error('the story sends batches');
  return events.map((event) => {
    const read = readCloudEvent(event, { name, streams: [stream], agencyCheck: () => undefined }, recordedAt);
    if ('faults' in read) throw new Error(`${read.id} is refused: ${JSON.stringify(read.faults)}`);
    return read.event.draft;
  });
}

let offset = 0;

/** As publishing and decoding leave it. The keys are thrown away, so what is sealed stays so. */
async function factsOfDrafts(drafts: readonly FactDraft[]): Promise<readonly Fact[]> {
  const composed = await composeEvents(
    drafts.map((draft) => keyed(draft, TEST_HUB_KEY)),
    { hubKey: TEST_HUB_KEY, keys: new ThrowawayKeys(), schemaIdOf: () => 1 },
  );
  return composed.map(({ key, draft, value }) => {
    const event = decodeEvent(draft.type, unframe(value).avro);
    const fact: Fact = {
      event,
      factId: factIdOf(event.source, event.id),
      bodyHash: uuidText(event.bodyHash),
      position: { topic: EVENTS[event.type].topic, partition: 0, offset: String(offset++) },
    };
    KEYS.set(fact, key);
    return fact;
  });
}

/** The aggregate of each fact, which is its record's key and not a part of the fact. */
const KEYS = new WeakMap<Fact, string>();

/** Answers the story's questions from facts, as known by an instant. The same facts in any order are the same hub. */
export class InMemoryHub {
  readonly #aggregates: ReadonlyMap<string, ReadonlyMap<string, readonly Fact[]>>;

  constructor(facts: readonly Fact[]) {
    const aggregates = new Map<string, Map<string, Fact[]>>();
    for (const fact of facts) {
      const group = aggregates.get(fact.position.topic) ?? new Map<string, Fact[]>();
      const key = KEYS.get(fact) ?? '';
      group.set(key, [...(group.get(key) ?? []), fact]);
      aggregates.set(fact.position.topic, group);
    }
    this.#aggregates = aggregates;
  }

  /** The answer in the story's words. */
  ask(ask: Ask, knownAt: Instant): Said {
    switch (ask.kind) {
      case 'PRE_CHECK':
        return this.#preCheck(ask.question, knownAt);
      case 'PAPERS': {
        const subjectKey = TEST_HUB_KEY.subjectKey(ask.of.subject);
        const world = this.#world([subjectKey], 'ALL');
        return sayPapers(papersOfSubject(subjectKey, ask.on, knownAt, world));
      }
      case 'DOSSIER':
        return this.#dossier(ask.dossierCode, knownAt);
      default:
        return ask satisfies never;
    }
  }

  #preCheck(asked: Extract<Ask, { kind: 'PRE_CHECK' }>['question'], knownAt: Instant): Said {
    const question: Question = {
      ...asked,
      knownAt,
      applies: [],
      subjects: asked.subjects.map(({ role, type, id }) => ({
        role,
        subjectKey: TEST_HUB_KEY.subjectKey({ type, id }),
      })),
    };
    const { subjectKeys, evidences } = firstNeeds(question, { ...EMPTY_WORLD, catalogue: CATALOGUE });
    return sayPreCheck(preCheck(question, this.#world(subjectKeys, evidences)));
  }

  #dossier(code: string, knownAt: Instant): Said {
    const world = this.#world([], []);
    const facts = this.#topic('gov.one-stop-shop.dossier.v1').get(code) ?? [];
    const view = viewDossier(foldDossier(code, facts, { ...world, knownAt }));
    const { dueAt, ...rest } = view;
    return sayDossier({ ...rest, ...(dueAt !== undefined && { dueAt: formatInstant(dueAt) }) });
  }

  #world(subjectKeys: readonly string[], evidences: readonly string[] | 'ALL'): World {
    const isWanted = (fact: Fact): boolean =>
      fact.event.concerns.some(({ subjectKey }) => subjectKeys.includes(subjectKey)) &&
      statedEvidence(fact.event).some((evidence) => evidences === 'ALL' || evidences.includes(evidence));
    const wanted = (topic: string): Map<string, readonly Fact[]> =>
      new Map([...this.#topic(topic)].filter(([, facts]) => facts.some(isWanted)));
    const dossiers = wanted('gov.one-stop-shop.dossier.v1');
    const sharedPapers = wanted('gov.shared.paper.v1');
    const named = secondNeeds({ ...EMPTY_WORLD, dossiers, sharedPapers });
    const isAsked = (fact: Fact): boolean =>
      fact.event.concerns.some(({ subjectKey }) => subjectKeys.includes(subjectKey));
    return {
      ...EMPTY_WORLD,
      catalogue: CATALOGUE,
      dossiers,
      sharedPapers,
      documents: pick(this.#topic('gov.document-management.document.v1'), (key) =>
        named.documentKeys.includes(key),
      ),
      civilServants: pick(
        this.#topic('gov.civil-servants.record.v1'),
        (key, facts) => named.civilServantCodes.includes(key) || facts.some(isAsked),
      ),
    };
  }

  #topic(topic: string): ReadonlyMap<string, readonly Fact[]> {
    return this.#aggregates.get(topic) ?? new Map<string, readonly Fact[]>();
  }
}

function pick(
  group: ReadonlyMap<string, readonly Fact[]>,
  isWanted: (key: string, facts: readonly Fact[]) => boolean,
): Map<string, readonly Fact[]> {
  return new Map([...group].filter(([key, facts]) => isWanted(key, facts)));
}

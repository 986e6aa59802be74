/**
 * The product's answers in memory. Aggregates are found as the read models find them (evidences first, then what
 * the papers name), so what the needs forget is missing here, too.
 */
import type { EventType, Role } from '#schemas/generated/events.ts';
import type { JudgedPaper, PreCheckAnswer, Question, ShownPaper } from '#shared/once-only/question.ts';
import type { World } from '#shared/once-only/world.ts';
import type { Fact } from '#shared/pure/fact.ts';
import type { Instant } from '#shared/pure/time.ts';
import type { Room } from './room.ts';
import type { Asked, Said, SaidPaper, Stated, Told } from './told.ts';

const DOSSIERS = 'gov.one-stop-shop.dossier.v1';
const SHARED = 'gov.shared.paper.v1';
const DOCUMENTS = 'gov.document-management.document.v1';
const RECORDS = 'gov.civil-servants.record.v1';

/** As in `services/shared/reading/named-facts.ts`. */
const REMARKS: ReadonlySet<EventType> = new Set([
  'vn.gov.shared.paper-disputed.v1',
  'vn.gov.shared.paper-verified.v1',
  'vn.gov.shared.result-revoked.v1',
  'vn.gov.shared.fact-corrected.v1',
  'vn.gov.shared.fact-retracted.v1',
]);

type Groups = ReadonlyMap<string, ReadonlyMap<string, readonly Fact[]>>;

function grouped(stated: readonly Stated[]): Groups {
  const groups = new Map<string, Map<string, Fact[]>>();
  for (const { topic, key, fact } of stated) {
    const group = groups.get(topic) ?? new Map<string, Fact[]>();
    const facts = group.get(key) ?? [];
    facts.push(fact);
    groups.set(topic, group.set(key, facts));
  }
  return groups;
}

const eventsOf = ({ event, replacement }: Fact) =>
  replacement === undefined ? [event] : [event, replacement];

/** Gives the product's answers about one told life. */
export function createProduct(room: Room, told: Told): (asked: Asked) => Said {
  const groups = grouped(told.stated);
  const topic = (name: string): ReadonlyMap<string, readonly Fact[]> => groups.get(name) ?? new Map();
  const { procedures, aliases, supersession } = told.catalogue;
  const catalogue = new room.Catalogue(procedures, aliases, supersession);
  const all = (name: string): readonly Fact[] => [...topic(name).values()].flat();
  const registry = all('gov.hub.registry.v1');

  function wanted(
    name: string,
    subjectKeys: readonly string[],
    evidences: readonly string[] | 'ALL',
  ): Map<string, readonly Fact[]> {
    const isStated = (fact: Fact): boolean => {
      const events = eventsOf(fact);
      const names = events.flatMap(({ concerns }) => concerns.map(({ subjectKey }) => subjectKey));
      if (!names.some((subjectKey) => subjectKeys.includes(subjectKey))) return false;
      const found = events.flatMap(room.statedEvidence);
      return found.some((evidence) => evidences === 'ALL' || evidences.includes(evidence));
    };
    return new Map([...topic(name)].filter(([, facts]) => facts.some(isStated)));
  }

  /** What does not depend on the papers: agencies, persons, decisions, trust. */
  function ground(knownAt: Instant) {
    const agencies = room.foldAgencies(registry, knownAt);
    const decisions = room.foldDecisions(registry, agencies, knownAt);
    return {
      catalogue,
      agencies,
      decisions,
      links: room.foldSubjectLinks(all('gov.hub.subject.v1'), agencies, knownAt),
      trustedSources: room.foldSourceTrust(registry, agencies, knownAt),
      personConflicts: room.foldPersonConflicts(all('gov.hub.finding.v1'), decisions, agencies, knownAt),
    };
  }

  function world(
    known: ReturnType<typeof ground>,
    subjectKeys: readonly string[],
    evidences: readonly string[] | 'ALL',
  ): World {
    const dossiers = wanted(DOSSIERS, subjectKeys, evidences);
    const own = wanted(SHARED, subjectKeys, evidences);
    const named = room.secondNeeds({ dossiers, sharedPapers: own, links: known.links });
    const documents = only(topic(DOCUMENTS), (key) => named.documentKeys.includes(key));
    const aliased = room.documentAliases(documents, known.agencies);
    const remarks = [...topic(SHARED)]
      .filter(([key]) => named.remarkedUnder.includes(key))
      .map(([key, facts]) => [key, facts.filter(({ event }) => REMARKS.has(event.type))] as const);
    const isOf = (fact: Fact): boolean =>
      eventsOf(fact).some(({ concerns }) =>
        concerns.some(({ subjectKey }) => subjectKeys.includes(subjectKey)),
      );
    return {
      ...known,
      dossiers,
      sharedPapers: new Map([...own, ...remarks]),
      documents: new Map([...documents, ...only(topic(DOCUMENTS), (key) => aliased.includes(key))]),
      civilServants: only(
        topic(RECORDS),
        (key, facts) => named.civilServantCodes.includes(key) || facts.some(isOf),
      ),
      deadLetters: told.letters.map(({ stream, key, knownFrom }) => ({
        stream,
        aggregateKey: key,
        knownFrom,
      })),
    };
  }

  function preCheck(question: Question): Said {
    const known = ground(question.knownAt);
    const { subjectKeys, evidences } = room.firstNeeds(question, known);
    try {
      return sayPreCheck(room.preCheck(question, world(known, subjectKeys, evidences)));
    } catch (error) {
      if (error instanceof room.QuestionFault) return { refused: error.code };
      throw error;
    }
  }

  return (asked) => {
    if (asked.kind === 'PRE_CHECK') return preCheck(asked.question);
    const { subjectKey, on, knownAt } = asked;
    const known = ground(knownAt);
    const subjectKeys = room.keysOfAll([subjectKey], known.links);
    const judged = room.papersOfSubject(subjectKey, on, knownAt, world(known, subjectKeys, 'ALL'));
    return {
      papers: judged
        .map(sayPaper)
        .map((paper) => JSON.stringify(paper))
        .sort(),
    };
  };
}

function only(
  group: ReadonlyMap<string, readonly Fact[]>,
  isWanted: (key: string, facts: readonly Fact[]) => boolean,
): Map<string, readonly Fact[]> {
  return new Map([...group].filter(([key, facts]) => isWanted(key, facts)));
}

/** The answer to a pre-check in the model's words. */
export function sayPreCheck({ papers, toBring, avoidable }: PreCheckAnswer): Said {
  return {
    rows: papers.map(({ ordinal, status, reasons, held, others }) => {
      const best = held === undefined ? [] : [JSON.stringify(sayPaper({ status, reasons, held }))];
      const candidates = [...best, ...others.map((other) => JSON.stringify(sayPaper(other)))].sort();
      return { ordinal, status, best, reasons: held === undefined ? reasons : [], candidates };
    }),
    toBring,
    avoidable:
      avoidable?.held.map((held) => JSON.stringify(sayPaper({ status: 'HELD', reasons: [], held }))).sort() ??
      null,
  };
}

const sayObject = (object: ShownPaper['object']): string | null =>
  object === undefined ? null : `${object.type} ${object.key}`;

/** A judged paper in the model's words. */
export function sayPaper({
  status,
  reasons,
  held,
}: Pick<JudgedPaper, 'status' | 'reasons' | 'held'>): SaidPaper {
  return {
    status,
    reason: reasons[0] ?? null,
    reasons,
    origin: held.origin,
    kind: held.paperKind,
    resultCode: held.resultCode ?? null,
    number: held.number ?? null,
    issuer: held.issuer.code ?? null,
    issuedOn: held.issuedOn,
    validTo: held.validTo ?? null,
    signer: held.signer.standing,
    object: sayObject(held.object),
    dossierCode: held.dossierCode ?? null,
    documentKey: held.documentKey ?? null,
    concerns: held.concerns
      .map(({ subjectKey, role }: { subjectKey: string; role: Role }) => `${subjectKey} ${role}`)
      .sort(),
  };
}

/**
 * Looks at the read models for one question: positions, registry and facts from one snapshot of the database
 * (repeatable read), so that an answer is true of one moment. Keeps nothing of a question.
 */
import { ProblemError } from '#shared/http/problems.ts';
import type { Agencies } from '#shared/once-only/agencies.ts';
import { documentAliases } from '#shared/once-only/document.ts';
import { firstNeeds, keysOfAll, secondNeeds } from '#shared/once-only/needs.ts';
import { foldPersonConflicts } from '#shared/once-only/person-conflicts.ts';
import type { OpenDeadLetter, World } from '#shared/once-only/world.ts';
import type { Moment, Pool, Queryable } from '#shared/postgres/pool.ts';
import type { Fact } from '#shared/pure/fact.ts';
import { freshnessOf, type LogEnds } from '#shared/pure/freshness.ts';
import type { Instant } from '#shared/pure/time.ts';
import { readDossierFacts, readDossierLetters } from './dossier-facts.ts';
import type { FactReader } from './fact-rows.ts';
import type { KnownRegistry } from './known-registry.ts';
import { type LetterRow, readNamedLetters } from './letters.ts';
import { readCivilServantFacts, readDocumentFacts, readNamedFacts } from './named-facts.ts';
import { GenerationMoved, type GroupPosition, readPositions } from './positions.ts';
import type { OpenQuestion, Reading, RegistryReading, WorldReader } from './reading.ts';
import type { Registry } from './registry-view.ts';
import { readWantedFacts, type Wanted, type WantedRows } from './wanted-facts.ts';

export interface WorldReaderParts {
  readonly pool: Pool;
  readonly facts: FactReader;
  readonly registry: KnownRegistry;
  readonly logEnds: () => LogEnds | undefined;
  readonly now: () => Instant;
}

/** What a snapshot shows besides what the question itself is about. */
interface Ground {
  readonly on: Moment;
  readonly positions: readonly GroupPosition[];
  readonly registry: Registry;
}

export function createWorldReader(parts: WorldReaderParts): WorldReader {
  return {
    forQuestion: (question) =>
      look(parts, question.knownAt, (on, registry) => readWantedFacts(on, wantedBy(question, registry))),
    forPapersOf: (subjectKey, knownAt) =>
      look(parts, knownAt, (on, { links }) => {
        const subjectKeys = keysOfAll([subjectKey], links);
        return readWantedFacts(on, { subjectKeys, ...(knownAt !== undefined && { knownAt }) });
      }),
    forDossier: (dossierCode, knownAt) => look(parts, knownAt, (on) => readDossier(on, dossierCode)),
    forDocument: (documentKey) =>
      look(parts, undefined, (on, { agencies }) => readDocument(on, parts.facts, documentKey, agencies)),
    forCivilServant: (code) => look(parts, undefined, (on) => readCivilServant(on, code)),
    registry: () =>
      snapshot(parts, undefined, nothing, (ground) => Promise.resolve(registryReading(parts, ground))),
  };
}

/** The first reading of a question; what it asks for may depend on the catalogue. */
type FirstRead<R> = (on: Queryable, registry: Registry) => Promise<R>;

const nothing: FirstRead<undefined> = () => Promise.resolve(undefined);

function look(
  parts: WorldReaderParts,
  knownAt: Instant | undefined,
  read: FirstRead<WantedRows>,
): Promise<Reading> {
  return snapshot(parts, knownAt, read, (ground, rows) => readingOf(parts, ground, rows, knownAt));
}

async function readDossier(on: Queryable, dossierCode: string): Promise<WantedRows> {
  const [facts, letters] = await Promise.all([
    readDossierFacts(on, dossierCode),
    readDossierLetters(on, dossierCode),
  ]);
  return { facts, letters, truncated: false };
}

/** Under its key and under the opaque ids by which its issuer calls it. */
async function readDocument(
  on: Queryable,
  reader: FactReader,
  documentKey: string,
  agencies: Agencies,
): Promise<WantedRows> {
  const own = await readDocumentFacts(on, [documentKey]);
  const documents = (await reader.grouped(own))('documents');
  const aliases = documentAliases(documents, agencies);
  const [others, letters] = await Promise.all([
    aliases.length === 0 ? [] : readDocumentFacts(on, aliases),
    readNamedLetters(on, {
      documentKeys: [documentKey, ...aliases],
      civilServantCodes: [],
      subjectKeys: [],
    }),
  ]);
  return { facts: [...own, ...others], letters, truncated: false };
}

/** What could not be read of the record is found with what else leads to it. */
async function readCivilServant(on: Queryable, code: string): Promise<WantedRows> {
  return { facts: await readCivilServantFacts(on, code), letters: [], truncated: false };
}

function wantedBy(question: OpenQuestion, registry: Registry): Wanted {
  const { knownAt } = question;
  const { subjectKeys, evidences } = firstNeeds(
    { ...question, knownAt: knownAt ?? Number.POSITIVE_INFINITY },
    registry,
  );
  return {
    subjectKeys,
    ...(evidences !== 'ALL' && { evidences }),
    ...(knownAt !== undefined && { knownAt }),
  };
}

/**
 * The first reading travels with the one of the positions, by the registry as it was last: it is made again where
 * the positions say that the registry has moved.
 * @throws ProblemError NOT_READY while no procedure or no agency has been projected.
 */
async function snapshot<R, T>(
  parts: WorldReaderParts,
  knownAt: Instant | undefined,
  read: FirstRead<R>,
  work: (ground: Ground, first: R) => Promise<T>,
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await oneSnapshot(parts, knownAt, read, work);
    } catch (error) {
      if (!(error instanceof GenerationMoved) || tries >= TRIES_MAX) throw error;
    }
  }
}

/** Swaps are rare, and each of them spoils one moment only. */
const TRIES_MAX = 3;

function oneSnapshot<R, T>(
  { pool, registry }: WorldReaderParts,
  knownAt: Instant | undefined,
  read: FirstRead<R>,
  work: (ground: Ground, first: R) => Promise<T>,
): Promise<T> {
  return pool.snapshot(async (on) => {
    const asked = readPositions(on);
    const last = registry.last(knownAt);
    const early = last === undefined ? undefined : read(on, last);
    early?.catch(() => undefined); // where it is not awaited, it is not needed
    const positions = await asked;
    const known = await registry.at(on, positions, knownAt);
    if (!known.complete) throw new ProblemError('NOT_READY');
    const first = await (early !== undefined && known === last ? early : read(on, known));
    return work({ on, positions, registry: known }, first);
  });
}

async function readingOf(
  parts: WorldReaderParts,
  ground: Ground,
  rows: WantedRows,
  knownAt: Instant | undefined,
): Promise<Reading> {
  const { positions, registry } = ground;
  const facts = await parts.facts.grouped(rows.facts);
  const papers = {
    links: registry.links,
    dossiers: facts('dossiers'),
    sharedPapers: facts('shared_papers'),
    civilServants: facts('civil_servants'),
  };
  const { letters, ...named } = await readNamed(parts.facts, ground, papers);
  const { catalogue, agencies, links, decisions, trustedSources } = registry;
  const findings = [...facts('findings').values()].flat();
  const world: World = {
    catalogue,
    agencies,
    links,
    decisions,
    trustedSources,
    dossiers: papers.dossiers,
    ...named,
    documents: new Map([...facts('documents'), ...named.documents]),
    deadLetters: [...rows.letters, ...letters].map(letterOf),
    personConflicts: foldPersonConflicts(findings, decisions, agencies, knownAt),
  };
  const at = parts.now();
  return {
    world,
    knownAt: knownAt ?? Math.max(at, registry.newestRecordedAt, newestIn(world), newestOf(findings)),
    freshness: freshnessOf(positions, parts.logEnds(), at),
    truncated: rows.truncated,
  };
}

function letterOf({ stream, aggregate_key, known_from }: LetterRow): OpenDeadLetter {
  return { stream, aggregateKey: aggregate_key, knownFrom: known_from.getTime() };
}

type Papers = Pick<World, 'links' | 'dossiers' | 'sharedPapers' | 'civilServants'>;

type NamedFacts = Pick<World, 'sharedPapers' | 'documents' | 'civilServants'> & {
  readonly letters: readonly LetterRow[];
};

/**
 * What the papers lead to: documents by every name of theirs, signers, remarks under other persons' keys; and the
 * letters of all of these, and of the persons' own records, that nobody could read.
 */
async function readNamed(reader: FactReader, { on, registry }: Ground, papers: Papers): Promise<NamedFacts> {
  const { documentKeys, civilServantCodes, remarkedUnder } = secondNeeds(papers);
  const asked = Promise.all([
    readNamedFacts(on, { documentKeys, civilServantCodes, remarkedUnder }),
    readNamedLetters(on, {
      documentKeys,
      civilServantCodes: [...civilServantCodes, ...papers.civilServants.keys()],
      subjectKeys: remarkedUnder,
    }),
  ]);
  // Only documents lead further.
  if (documentKeys.length === 0) on.end();
  const [rows, letters] = await asked;
  const facts = await reader.grouped(rows);
  const documents = facts('documents');
  const aliases = documentAliases(documents, registry.agencies);
  const [aliasRows, aliasLetters] = await Promise.all([
    aliases.length === 0 ? [] : readDocumentFacts(on, aliases),
    readNamedLetters(on, { documentKeys: aliases, civilServantCodes: [], subjectKeys: [] }),
  ]);
  const byAlias = await reader.grouped(aliasRows);
  return {
    sharedPapers: new Map([...papers.sharedPapers, ...facts('shared_papers')]),
    documents: new Map([...documents, ...byAlias('documents')]),
    civilServants: new Map([...papers.civilServants, ...facts('civil_servants')]),
    letters: [...letters, ...aliasLetters],
  };
}

/**
 * "Everything that is known" as an instant: a door's clock may be ahead of this one, and what it recorded counts.
 * Asked again with this instant, the same facts give the same answer.
 */
function newestIn({ dossiers, sharedPapers, documents, civilServants, deadLetters }: World): Instant {
  const facts = [dossiers, sharedPapers, documents, civilServants].flatMap((group) => [...group.values()]);
  return deadLetters.reduce(
    (newest, { knownFrom }) => Math.max(newest, knownFrom),
    facts.reduce((newest, aggregate) => Math.max(newest, newestOf(aggregate)), 0),
  );
}

function newestOf(facts: readonly Fact[]): Instant {
  return facts.reduce((newest, { event }) => Math.max(newest, event.recordedAt), 0);
}

function registryReading(
  { logEnds, now }: WorldReaderParts,
  { positions, registry }: Ground,
): RegistryReading {
  return {
    catalogue: registry.catalogue,
    agencies: registry.agencies,
    freshness: freshnessOf(positions, logEnds(), now()),
  };
}

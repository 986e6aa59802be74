/**
 * Looks at the read models for one question: positions, registry and facts from one snapshot of the database
 * (repeatable read), so that an answer is true of one moment. Keeps nothing of a question.
 */
import { ProblemError } from '#shared/http/problems.ts';
import { documentAliases } from '#shared/once-only/document.ts';
import { firstNeeds, secondNeeds } from '#shared/once-only/needs.ts';
import { EMPTY_WORLD, type World } from '#shared/once-only/world.ts';
import type { Pool, Queryable } from '#shared/postgres/pool.ts';
import type { Fact } from '#shared/pure/fact.ts';
import { freshnessOf, type LogEnds } from '#shared/pure/freshness.ts';
import type { Instant } from '#shared/pure/time.ts';
import { readDossierFacts, readDossierLetters } from './dossier-facts.ts';
import type { FactReader } from './fact-rows.ts';
import type { KnownRegistry, Registry } from './known-registry.ts';
import { readDocumentFacts, readNamedFacts } from './named-facts.ts';
import { type GroupPosition, readPositions } from './positions.ts';
import type { OpenQuestion, Reading, RegistryReading, WorldReader } from './reading.ts';
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
  readonly on: Queryable;
  readonly positions: readonly GroupPosition[];
  readonly registry: Registry;
}

export function createWorldReader(parts: WorldReaderParts): WorldReader {
  return {
    forQuestion: (question) =>
      look(parts, question.knownAt, (on, registry) => readWantedFacts(on, wantedBy(question, registry))),
    forPapersOf: (subjectKey, knownAt) =>
      look(parts, knownAt, (on) =>
        readWantedFacts(on, { subjectKeys: [subjectKey], ...(knownAt !== undefined && { knownAt }) }),
      ),
    forDossier: (dossierCode) => look(parts, undefined, (on) => readDossier(on, dossierCode)),
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

function wantedBy(question: OpenQuestion, registry: Registry): Wanted {
  const { knownAt } = question;
  const { subjectKeys, evidences } = firstNeeds(
    { ...question, knownAt: knownAt ?? Number.POSITIVE_INFINITY },
    { ...EMPTY_WORLD, catalogue: registry.catalogue },
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
function snapshot<R, T>(
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
  const papers = { dossiers: facts('dossiers'), sharedPapers: facts('shared_papers') };
  const named = await readNamed(parts.facts, ground, papers);
  const world: World = {
    ...EMPTY_WORLD,
    catalogue: registry.catalogue,
    agencies: registry.agencies,
    ...papers,
    ...named,
    civilServants: new Map([...facts('civil_servants'), ...named.civilServants]),
    deadLetters: rows.letters.map((letter) => ({
      stream: letter.stream,
      aggregateKey: letter.aggregate_key,
      knownFrom: letter.known_from.getTime(),
    })),
  };
  const at = parts.now();
  return {
    world,
    knownAt: knownAt ?? Math.max(at, registry.newestRecordedAt, newestIn(world)),
    freshness: freshnessOf(positions, parts.logEnds(), at),
    truncated: rows.truncated,
  };
}

type Papers = Pick<World, 'dossiers' | 'sharedPapers'>;

/** What the papers lead to: documents by every name of theirs, signers, remarks under other persons' keys. */
async function readNamed(
  reader: FactReader,
  { on, registry }: Ground,
  papers: Papers,
): Promise<Pick<World, 'sharedPapers' | 'documents' | 'civilServants'>> {
  const facts = await reader.grouped(await readNamedFacts(on, secondNeeds({ ...EMPTY_WORLD, ...papers })));
  const documents = facts('documents');
  const aliases = documentAliases(documents, registry.agencies);
  const byAlias = await reader.grouped(aliases.length === 0 ? [] : await readDocumentFacts(on, aliases));
  return {
    sharedPapers: new Map([...papers.sharedPapers, ...facts('shared_papers')]),
    documents: new Map([...documents, ...byAlias('documents')]),
    civilServants: facts('civil_servants'),
  };
}

/**
 * "Everything that is known" as an instant: a door's clock may be ahead of this one, and what it recorded counts.
 * Asked again with this instant, the same facts give the same answer.
 */
function newestIn({ dossiers, sharedPapers, documents, civilServants, deadLetters }: World): Instant {
  const newestOf = (groups: readonly ReadonlyMap<string, readonly Fact[]>[]): Instant =>
    groups
      .flatMap((group) => [...group.values()].flat())
      .reduce((newest, { event }) => Math.max(newest, event.recordedAt), 0);
  return deadLetters.reduce(
    (newest, { knownFrom }) => Math.max(newest, knownFrom),
    newestOf([dossiers, sharedPapers, documents, civilServants]),
  );
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

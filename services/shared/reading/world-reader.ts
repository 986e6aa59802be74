/**
 * Looks at the read models for one question: positions, registry and facts from one snapshot of the database
 * (repeatable read), so that an answer is true of one moment. Keeps nothing of a question.
 */
import { ProblemError } from '#shared/http/problems.ts';
import { documentAliases } from '#shared/once-only/document.ts';
import { firstNeeds, secondNeeds } from '#shared/once-only/needs.ts';
import type { World } from '#shared/once-only/world.ts';
import { type Pool, type Transaction, transaction } from '#shared/postgres/pool.ts';
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

/** What a snapshot shows before anything of the question is read. */
interface Ground {
  readonly on: Transaction;
  readonly positions: readonly GroupPosition[];
  readonly registry: Registry;
}

export function createWorldReader(parts: WorldReaderParts): WorldReader {
  return {
    forQuestion: (question) =>
      snapshot(parts, question.knownAt, async (ground) => {
        const wanted = wantedBy(question, ground.registry);
        return readingOf(
          parts,
          ground,
          await readWantedFacts(ground.on, wanted),
          wanted.subjectKeys,
          question.knownAt,
        );
      }),
    forPapersOf: (subjectKey, knownAt) =>
      snapshot(parts, knownAt, async (ground) => {
        const wanted = { subjectKeys: [subjectKey], ...(knownAt !== undefined && { knownAt }) };
        return readingOf(
          parts,
          ground,
          await readWantedFacts(ground.on, wanted),
          wanted.subjectKeys,
          knownAt,
        );
      }),
    forDossier: (dossierCode) =>
      snapshot(parts, undefined, async (ground) => {
        const facts = await readDossierFacts(ground.on, dossierCode);
        const letters = await readDossierLetters(ground.on, dossierCode);
        return readingOf(parts, ground, { facts, letters, truncated: false }, [], undefined);
      }),
    registry: () => snapshot(parts, undefined, (ground) => Promise.resolve(registryReading(parts, ground))),
  };
}

function wantedBy(question: OpenQuestion, registry: Registry): Wanted {
  const { knownAt } = question;
  const { subjectKeys, evidences } = firstNeeds(
    { ...question, knownAt: knownAt ?? Number.POSITIVE_INFINITY },
    registry.catalogue,
  );
  return {
    subjectKeys,
    ...(evidences !== 'ALL' && { evidences }),
    ...(knownAt !== undefined && { knownAt }),
  };
}

/** @throws ProblemError NOT_READY while no procedure or no agency has been projected. */
function snapshot<T>(
  { pool, registry }: WorldReaderParts,
  knownAt: Instant | undefined,
  work: (ground: Ground) => Promise<T>,
): Promise<T> {
  return transaction(
    pool,
    async (on) => {
      const positions = await readPositions(on);
      const known = await registry.at(on, positions, knownAt);
      if (!known.complete) throw new ProblemError('NOT_READY');
      return work({ on, positions, registry: known });
    },
    { isolation: 'repeatable read', readOnly: true },
  );
}

async function readingOf(
  parts: WorldReaderParts,
  ground: Ground,
  rows: WantedRows,
  subjectKeys: readonly string[],
  knownAt: Instant | undefined,
): Promise<Reading> {
  const { positions, registry } = ground;
  const papers = {
    dossiers: await parts.facts.byAggregate(rows.facts, 'dossiers'),
    sharedPapers: await parts.facts.byAggregate(rows.facts, 'shared_papers'),
  };
  const world: World = {
    catalogue: registry.catalogue,
    agencies: registry.agencies,
    ...papers,
    ...(await readNamed(parts.facts, ground, papers, subjectKeys)),
    deadLetters: rows.letters.map((letter) => ({
      stream: letter.stream,
      aggregateKey: letter.aggregate_key,
      knownFrom: letter.known_from.getTime(),
    })),
    trustedSources: new Set(),
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

/** What the papers lead to: documents by every name of theirs, civil servants, remarks under other persons' keys. */
async function readNamed(
  facts: FactReader,
  { on, registry }: Ground,
  papers: Papers,
  subjectKeys: readonly string[],
): Promise<Pick<World, 'sharedPapers' | 'documents' | 'civilServants'>> {
  const rows = await readNamedFacts(on, { ...secondNeeds(papers), subjectKeys });
  const documents = await facts.byAggregate(rows, 'documents');
  const aliases = documentAliases(documents, registry.agencies);
  const byAlias = aliases.length === 0 ? [] : await readDocumentFacts(on, aliases);
  return {
    sharedPapers: new Map([...papers.sharedPapers, ...(await facts.byAggregate(rows, 'shared_papers'))]),
    documents: new Map([...documents, ...(await facts.byAggregate(byAlias, 'documents'))]),
    civilServants: await facts.byAggregate(rows, 'civil_servants'),
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

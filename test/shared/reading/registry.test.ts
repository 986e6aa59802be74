// What a question reaches of the registry is what folding all of the registry's facts would say: at any instant, from any
// position of the log, whatever was corrected, retracted, stated twice or under one id.
import { expect, test } from 'vitest';
import { foldAgencies } from '#shared/once-only/agencies.ts';
import { foldCatalogue } from '#shared/once-only/catalogue.ts';
import { foldDecisions } from '#shared/once-only/decisions.ts';
import { foldSourceTrust } from '#shared/once-only/source-trust.ts';
import { foldSubjectLinks } from '#shared/once-only/subject-links.ts';
import type { Fact } from '#shared/pure/fact.ts';
import { CommonFolds } from '#shared/reading/common-folds.ts';
import { FactReader, type FactRow } from '#shared/reading/fact-rows.ts';
import { NumbersByName } from '#shared/reading/numbers-by-name.ts';
import { RegistryIndex } from '#shared/reading/registry-index.ts';
import { type Registry, registryView } from '#shared/reading/registry-view.ts';
import { at, fact } from '../../support/facts.ts';
import { Chance, seedFrom } from '../../support/seeded.ts';
import { decided, linked, trust, unlinked } from '../once-only/registry-facts.ts';

const PERSONS = ['HA', 'OLD', 'DUC', 'AN', 'B', 'C'];
const DOSSIERS = ['D1', 'D2', 'D3'];
const CONFLICTS = ['K1', 'K2', 'K3'];
const SOURCES = ['/a', '/b', '/c'];
const AGENCIES = ['H44', 'H08', 'H21'];
const KINDS = ['ID_CARD', 'LAND_CERTIFICATE'];

const NO_FACT = linked('2026-01-01', PERSONS);

const RUNS = Number(process.env['REGISTRY_RUNS'] ?? 25);
const seed = seedFrom('REGISTRY_SEED');

/** Something an operator says, of few persons, dossiers and sources, so that statements meet. */
function statement(chance: Chance, earlier: readonly Fact[]): Fact {
  const day = `2026-0${1 + chance.below(6)}-1${chance.below(3)}`;
  const agency = chance.pick(AGENCIES);
  const reused = earlier.length > 0 && chance.below(12) === 0 ? chance.pick(earlier).event.id : undefined;
  const recordedAt = at(`2026-0${1 + chance.below(6)}-1${chance.below(3)}`);
  const more = { agency, recordedAt, source: '/hub/operations', ...(reused !== undefined && { id: reused }) };
  const pair = chance.shuffle(PERSONS).slice(0, 2 + chance.below(2));
  switch (chance.below(8)) {
    case 0:
    case 1:
      return linked(day, pair, more);
    case 2:
      return unlinked(day, pair, more);
    case 3: {
      const decision = {
        conflictId: chance.pick(CONFLICTS),
        ...(chance.below(3) > 0 && { dossierCode: chance.pick(DOSSIERS) }),
        ...(chance.below(2) > 0 && { procedureCode: '1.000894' }),
        applicants: pair.slice(chance.below(3)),
      };
      return decided(day, decision, more);
    }
    case 4:
      return trust(day, chance.pick(SOURCES), chance.below(3) > 0, more);
    case 5: {
      const [agencyCode = '', successor = ''] = chance.shuffle(AGENCIES);
      const data = { agencyCode, successor, effectiveOn: day };
      return fact('AgencySucceeded', { ...more, at: at(day) }, data, 'hub');
    }
    case 6: {
      const data = {
        evidence: 'CODE',
        value: chance.pick(['X', 'Y']),
        paperKind: chance.pick(KINDS),
      } as const;
      return fact('PaperAliasDefined', { ...more, at: at(day) }, data, 'catalogue');
    }
    default:
      return remark(chance, earlier, more, day);
  }
}

/** A correction or a retraction of anything that was or will be said, of another remark, too. */
function remark(
  chance: Chance,
  earlier: readonly Fact[],
  more: { readonly agency: string; readonly recordedAt: number },
  day: string,
): Fact {
  if (earlier.length === 0) return linked(day, PERSONS.slice(0, 2));
  const { event } = chance.pick(earlier);
  const target = { id: event.id, source: event.source };
  const options = { ...more, at: at(day) };
  if (chance.below(2) === 0) return fact('FactRetracted', options, { target, factType: null }, 'hub');
  const replacement = chance.pick(earlier.filter((other) => other.event.eventName === event.eventName)).event;
  const data = { target, factType: event.type, fact: Buffer.alloc(0) };
  return fact('FactCorrected', { ...options, replacement }, data, 'hub');
}

interface Stated {
  readonly facts: readonly Fact[];
  readonly index: RegistryIndex;
}

/** The statements in the order of the log, and the index of them. */
function stated(chance: Chance): Stated {
  const said: Fact[] = [];
  while (said.length < 60) said.push(statement(chance, said));
  const facts = chance.shuffle([...said, ...said.slice(0, 5)]);
  const index = new RegistryIndex(
    new FactReader((value) => {
      const { event, replacement } = facts[value.readUInt32BE()] ?? NO_FACT;
      return replacement === undefined ? { event } : { event, replacement };
    }, ''),
  );
  for (const [offset, each] of facts.entries()) index.add(rowOf(each, offset), each);
  return { facts, index };
}

function rowOf({ factId, bodyHash }: Fact, offset: number): FactRow {
  const payload = Buffer.alloc(4);
  payload.writeUInt32BE(offset);
  return {
    stream: 'agencies',
    aggregate_key: '',
    fact_id: factId,
    body_hash: bodyHash,
    partition: 0,
    record_offset: offset,
    payload,
  };
}

/** Everything that can be asked of a registry. */
function everything(registry: Omit<Registry, 'complete' | 'newestRecordedAt'>): unknown {
  const { catalogue, agencies, links, decisions, trustedSources } = registry;
  return {
    agencies: new Map(agencies.all().map((agency) => [agency.code, agency])),
    aliases: ['code:X', 'code:Y'].map((evidence) => catalogue.aliasOf(evidence)),
    persons: PERSONS.map((key) => [links.keysOf(key), links.personOf(key), links.proofOf(key).map(nameOf)]),
    called: links.calledBy(['OLD', 'C']).personOf('HA'),
    dossiers: DOSSIERS.map((code) => decisions.ofDossier(code)).map(
      (known) => known && { ...known, proof: known.proof.map(nameOf) },
    ),
    conflicts: CONFLICTS.map((id) => decisions.isDecided(id)),
    sources: SOURCES.map((source) => trustedSources.has(source)),
  };
}

/** Its record may be any of those that carry the same. */
function nameOf({ event }: Fact): string {
  return `${event.source} ${event.id} ${event.recordedAt}`;
}

function whole(facts: readonly Fact[], knownAt: number): ReturnType<typeof everything> {
  const agencies = foldAgencies(facts, knownAt);
  return everything({
    agencies,
    catalogue: foldCatalogue(facts, knownAt, agencies),
    links: foldSubjectLinks(facts, agencies, knownAt),
    decisions: foldDecisions(facts, agencies, knownAt),
    trustedSources: foldSourceTrust(facts, agencies, knownAt),
  });
}

test('what is reached is what the whole registry says', () => {
  const chance = new Chance(seed);
  for (let run = 0; run < RUNS; run += 1) {
    const { facts, index } = stated(chance);
    const end = chance.below(3) === 0 ? chance.below(facts.length) : facts.length;
    const isSeen = ({ offset }: { readonly offset: number }): boolean => offset < end;
    const known = facts.slice(0, end);
    const folds = new CommonFolds(index.common(isSeen));
    for (const knownAt of [
      undefined,
      ...known.slice(0, 12).map(({ event }) => event.recordedAt - chance.below(2)),
    ]) {
      const about = (name: string): readonly Fact[] => index.about(name, isSeen);
      const view = registryView(folds.at(knownAt), 0, about, knownAt);
      expect(everything(view), `run ${run}`).toEqual(whole(known, knownAt ?? Number.POSITIVE_INFINITY));
    }
  }
});

test('every number is found under its names, however many there are', () => {
  const numbers = new NumbersByName();
  for (let number = 0; number < 50_000; number += 1) numbers.add(`name ${number % 40_000}`, number);
  for (let name = 0; name < 40_000; name += 1) {
    const asked = name < 10_000 ? [name + 40_000, name] : [name];
    expect(numbers.of(`name ${name}`)).toEqual(expect.arrayContaining(asked));
  }
  expect(numbers.of('nobody')).toEqual([]);
});

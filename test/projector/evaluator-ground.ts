// What the derived rows of the tests are understood by: the built-in catalogue, a province and a commune.
import type { DerivedRows } from '#schemas/read-models/derived-tables.ts';
import type { GroupName } from '#schemas/read-models/groups.ts';
import { Agencies } from '#shared/once-only/agencies.ts';
import type { Fact } from '#shared/pure/fact.ts';
import { DERIVATIONS } from '../../services/projector/core/derived/derivations.ts';
import { world } from '../support/facts.ts';

const GROUND = world({
  agencies: new Agencies([
    { code: 'H44.150', name: 'phường', level: '2', kind: 'commune', successors: [], predecessors: [] },
    { code: 'H44', name: 'tỉnh', level: 'PROVINCE', successors: [], predecessors: [] },
  ]),
});

/** The rows of an aggregate. */
export function derived(group: GroupName, key: string, facts: readonly Fact[]): DerivedRows {
  const derive = DERIVATIONS[group];
  if (derive === undefined) throw new Error(`${group} has no derived tables`);
  return derive(key, facts, GROUND);
}

/** What the operators' doors look up before they state something, and what operators look at. */

import type { HubEvent } from '#schemas/generated/events.ts';
import { GROUPS } from '#schemas/read-models/groups.ts';
import type { TopicName } from '#schemas/topics.ts';
import type { Agencies } from '#shared/once-only/agencies.ts';
import type { Pool } from '#shared/postgres/pool.ts';
import type { Receipt } from '#shared/publishing/receipt.ts';
import type { Day } from '#shared/pure/time.ts';
import type { FactReader } from '#shared/reading/fact-rows.ts';
import { type Conflict, type Decision, lastDecisions } from '../core/conflicts.ts';
import type { FindingCursor } from '../core/findings.ts';
import { foldGrants, type Grant } from '../core/grants.ts';
import { findConflict, personConflicts } from './conflicts.ts';
import { eventsNamed, eventsOfDossier, eventsOfSubject, type Found } from './events.ts';
import { findByFactId, findStated } from './facts-by-name.ts';
import { readFindings } from './findings.ts';
import { readRegistryStatements } from './registry-statements.ts';

export interface OperatorReads {
  readonly findStated: (named: {
    readonly source: string;
    readonly id: string;
    readonly bodyHash: string;
    readonly topic: TopicName;
    readonly key?: string | undefined;
  }) => Promise<{ readonly receipt: Receipt; readonly isSame: boolean } | undefined>;
  readonly findTargets: (
    factId: string,
    aggregateKey: string | undefined,
  ) => Promise<
    readonly { readonly topic: TopicName; readonly aggregateKey: string; readonly event: HubEvent }[]
  >;
  readonly grants: (today: Day, agencies: Agencies) => Promise<readonly Grant[]>;
  readonly decisions: (agencies: Agencies) => Promise<ReadonlyMap<string, Decision>>;
  readonly conflict: (conflictId: string) => Promise<Conflict | undefined>;
  readonly conflictsOfPerson: (subjectKey: string) => Promise<readonly Conflict[]>;
  readonly conflictFindings: (
    limit: number,
    after: FindingCursor | undefined,
  ) => ReturnType<typeof readFindings>;
  readonly eventsNamed: (name: string, aggregateKey: string | undefined) => Promise<Found>;
  readonly eventsOfDossier: (dossierCode: string) => Promise<Found>;
  readonly eventsOfSubject: (subjectKey: string) => Promise<Found>;
}

export function createOperatorReads(pool: Pool, facts: FactReader): OperatorReads {
  return {
    findStated: (named) => findStated(pool, facts, named),
    async findTargets(factId, aggregateKey) {
      const found = await findByFactId(pool, facts, factId, { aggregateKey });
      return found.map(({ group, aggregateKey, fact }) => ({
        topic: GROUPS[group].topic,
        aggregateKey,
        event: fact.event,
      }));
    },
    async grants(today, agencies) {
      const types = ['vn.gov.hub.access-granted.v1', 'vn.gov.hub.access-revoked.v1'] as const;
      return foldGrants(await readRegistryStatements(pool, facts, types), agencies, today);
    },
    async decisions(agencies) {
      const types = ['vn.gov.hub.conflict-decided.v1'] as const;
      return lastDecisions(await readRegistryStatements(pool, facts, types), agencies);
    },
    conflict: (conflictId) => findConflict(pool, facts, conflictId),
    conflictsOfPerson: (subjectKey) => personConflicts(pool, facts, subjectKey),
    conflictFindings: (limit, after) => readFindings(pool, facts, { type: 'CONFLICT' }, limit, after),
    eventsNamed: (name, aggregateKey) => eventsNamed(pool, facts, name, aggregateKey),
    eventsOfDossier: (dossierCode) => eventsOfDossier(pool, facts, dossierCode),
    eventsOfSubject: (subjectKey) => eventsOfSubject(pool, facts, subjectKey),
  };
}

/**
 * The groups of read models: one consumer group each, fed by one topic, rebuilt and swapped alone. Every group has
 * the tables of group.sql; some have index tables beside them.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { TopicName } from '../topics.ts';
import type { DerivedTable } from './derived-tables.ts';
import type { IndexTable } from './index-tables.ts';

/** In the order in which they are fed at start: what all others are understood by comes first. */
export const GROUP_NAMES = [
  'procedures',
  'agencies',
  'subjects',
  'dossiers',
  'shared_papers',
  'documents',
  'civil_servants',
  'petitions',
  'work_files',
  'establishment',
  'findings',
] as const;
export type GroupName = (typeof GROUP_NAMES)[number];

export interface GroupDeclaration {
  readonly topic: TopicName;
  /** The view of its facts in `read`. */
  readonly factView: string;
  readonly indexTables: readonly IndexTable[];
  /** Without it, facts of the other groups cannot be understood: it is fed to the end before they begin. */
  readonly first: boolean;
  /** Made by folding its aggregates, which are marked in `dirty` when their facts change. */
  readonly derivedTables: readonly DerivedTable[];
}

export const GROUPS: Readonly<Record<GroupName, GroupDeclaration>> = {
  procedures: {
    topic: 'gov.catalogue.procedure.v1',
    factView: 'procedure_fact',
    indexTables: [],
    first: true,
    derivedTables: [],
  },
  agencies: {
    topic: 'gov.hub.registry.v1',
    factView: 'agency_fact',
    indexTables: [],
    first: true,
    derivedTables: [],
  },
  subjects: {
    topic: 'gov.hub.subject.v1',
    factView: 'subject_fact',
    indexTables: [],
    first: true,
    derivedTables: [],
  },
  dossiers: {
    topic: 'gov.one-stop-shop.dossier.v1',
    factView: 'dossier_fact',
    indexTables: ['paper_statement', 'paper_basis'],
    first: false,
    derivedTables: ['dossier_current', 'unmapped_paper', 'agency_activity'],
  },
  shared_papers: {
    topic: 'gov.shared.paper.v1',
    factView: 'shared_fact',
    indexTables: ['paper_statement', 'paper_basis'],
    first: false,
    derivedTables: ['unmapped_paper', 'agency_activity'],
  },
  documents: {
    topic: 'gov.document-management.document.v1',
    factView: 'document_fact',
    indexTables: [],
    first: false,
    derivedTables: ['document_current', 'agency_activity'],
  },
  civil_servants: {
    topic: 'gov.civil-servants.record.v1',
    factView: 'civil_servant_fact',
    indexTables: ['civil_servant_subject'],
    first: false,
    derivedTables: ['civil_servant_current', 'agency_activity'],
  },
  petitions: {
    topic: 'gov.one-stop-shop.petition.v1',
    factView: 'petition_fact',
    indexTables: [],
    first: false,
    derivedTables: ['petition_current', 'agency_activity'],
  },
  work_files: {
    topic: 'gov.document-management.work-file.v1',
    factView: 'work_file_fact',
    indexTables: [],
    first: false,
    derivedTables: ['work_file_current', 'agency_activity'],
  },
  establishment: {
    topic: 'gov.civil-servants.establishment.v1',
    factView: 'establishment_fact',
    indexTables: [],
    first: false,
    derivedTables: ['establishment_current', 'agency_activity'],
  },
  findings: {
    topic: 'gov.hub.finding.v1',
    factView: 'finding_fact',
    indexTables: ['finding'],
    first: false,
    derivedTables: [],
  },
};

/** Whether a text names a group. */
export function isGroupName(text: string): text is GroupName {
  return (GROUP_NAMES as readonly string[]).includes(text);
}

/** The schema of one generation: `read_dossiers_1`. */
export function schemaOf(group: GroupName, generation: number): string {
  return `read_${group}_${generation}`;
}

/** DDL of one generation of a group. */
export function generationDdl(group: GroupName, generation: number): string {
  const { indexTables: index, derivedTables, first } = GROUPS[group];
  const tables = [...index, ...derivedTables, ...(derivedTables.length > 0 ? ['registry_seen'] : [])];
  const files = [
    'group',
    ...(first ? ['in-order'] : []),
    ...tables.map((table) => table.replaceAll('_', '-')),
  ];
  return files.map((name) => ddl(name).replaceAll('{schema}', schemaOf(group, generation))).join('\n');
}

/** The tables of a generation of the group, as its DDL makes them. */
export function tablesOf(group: GroupName): readonly string[] {
  return [...generationDdl(group, 0).matchAll(/^create table \w+\.(\w+)/gm)].map(([, name = '']) => name);
}

/** A view of `read`, with the groups whose tables it shows. */
export interface ViewDeclaration {
  readonly name: string;
  readonly over: readonly GroupName[];
  /** Makes it where it is not there. */
  readonly ddl: string;
}

/**
 * The views in `read` over these generations, in the order in which they must be locked: whoever reads several of
 * them begins with `read.generation`, so readers and a swap never wait for each other in a circle.
 */
export function viewsOf(generations: ReadonlyMap<GroupName, number>): readonly ViewDeclaration[] {
  const live = [...generations].map(([group, number]) => ({ group, schema: schemaOf(group, number) }));
  return [
    generationView(generations),
    ...[...OF_EVERY_GROUP, ...indexTables()].map((view) => unionView(view, live)),
    ...derivedTables().map((table) => derivedView(table, live)),
    ...live.map(({ group, schema }) => factView(group, schema)),
  ];
}

type Live = readonly { readonly group: GroupName; readonly schema: string }[];

const OF_EVERY_GROUP: ReadonlySet<string> = new Set([
  'position',
  'dead_letter',
  'every_dead_letter',
  'dirty',
]);

function indexTables(): IndexTable[] {
  return [...new Set(GROUP_NAMES.flatMap((group) => GROUPS[group].indexTables))];
}

function derivedTables(): DerivedTable[] {
  return [...new Set(GROUP_NAMES.flatMap((group) => GROUPS[group].derivedTables))];
}

/** Which generation the other views show: a reader compares it with what its snapshot of `records.projection` says. */
function generationView(generations: ReadonlyMap<GroupName, number>): ViewDeclaration {
  const rows = [...generations].map(([group, number]) => `('${group}'::text, ${number}::int)`);
  return {
    name: 'generation',
    over: [...generations.keys()],
    ddl: [
      'create view read.generation (projection, generation) with (security_invoker = true) as',
      `values ${rows.join(', ')};`,
    ].join('\n'),
  };
}

function factView(group: GroupName, schema: string): ViewDeclaration {
  const name = GROUPS[group].factView;
  return {
    name,
    over: [group],
    ddl: ddl('views/fact').replaceAll('{view}', name).replaceAll('{schema}', schema),
  };
}

/** One view over the tables of a name in all groups that have it; each row says of which group it is. */
function unionView(name: string, live: Live): ViewDeclaration {
  const having = live.filter(
    ({ group }) => OF_EVERY_GROUP.has(name) || GROUPS[group].indexTables.some((table) => table === name),
  );
  const parts = having.map(({ group, schema }) =>
    ddl(`views/${name.replaceAll('_', '-')}`)
      .replaceAll('{group}', group)
      .replaceAll('{schema}', schema),
  );
  return {
    name,
    over: having.map(({ group }) => group),
    ddl: [
      `create view read.${name} with (security_invoker = true) as`,
      `${parts.map((part) => part.trim()).join('\nunion all\n')};`,
    ].join('\n'),
  };
}

/** One view over a derived table of all groups that have it. */
function derivedView(name: DerivedTable, live: Live): ViewDeclaration {
  const having = live.filter(({ group }) => GROUPS[group].derivedTables.includes(name));
  const parts = having.map(
    ({ group, schema }) => `select '${group}'::text as stream, derived.* from ${schema}.${name} derived`,
  );
  return {
    name,
    over: having.map(({ group }) => group),
    ddl: [
      `create view read.${name} with (security_invoker = true) as`,
      `${parts.join('\nunion all\n')};`,
    ].join('\n'),
  };
}

function ddl(name: string): string {
  return readFileSync(path.join(import.meta.dirname, `${name}.sql`), 'utf8');
}

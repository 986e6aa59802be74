/**
 * The groups of read models: one consumer group each, fed by one topic, rebuilt and swapped alone. Every group has
 * the tables of group.sql; some have index tables beside them.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { TopicName } from '../topics.ts';
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
  /** Whether tables are derived from its facts: its aggregates are marked in `dirty` when their facts change. */
  readonly derived: boolean;
}

export const GROUPS: Readonly<Record<GroupName, GroupDeclaration>> = {
  procedures: {
    topic: 'gov.catalogue.procedure.v1',
    factView: 'procedure_fact',
    indexTables: [],
    first: true,
    derived: false,
  },
  agencies: {
    topic: 'gov.hub.registry.v1',
    factView: 'agency_fact',
    indexTables: [],
    first: true,
    derived: false,
  },
  subjects: {
    topic: 'gov.hub.subject.v1',
    factView: 'subject_fact',
    indexTables: [],
    first: true,
    derived: false,
  },
  dossiers: {
    topic: 'gov.one-stop-shop.dossier.v1',
    factView: 'dossier_fact',
    indexTables: ['paper_statement', 'paper_basis'],
    first: false,
    derived: true,
  },
  shared_papers: {
    topic: 'gov.shared.paper.v1',
    factView: 'shared_fact',
    indexTables: ['paper_statement', 'paper_basis'],
    first: false,
    derived: false,
  },
  documents: {
    topic: 'gov.document-management.document.v1',
    factView: 'document_fact',
    indexTables: [],
    first: false,
    derived: true,
  },
  civil_servants: {
    topic: 'gov.civil-servants.record.v1',
    factView: 'civil_servant_fact',
    indexTables: ['civil_servant_subject'],
    first: false,
    derived: false,
  },
  petitions: {
    topic: 'gov.one-stop-shop.petition.v1',
    factView: 'petition_fact',
    indexTables: [],
    first: false,
    derived: false,
  },
  work_files: {
    topic: 'gov.document-management.work-file.v1',
    factView: 'work_file_fact',
    indexTables: [],
    first: false,
    derived: false,
  },
  establishment: {
    topic: 'gov.civil-servants.establishment.v1',
    factView: 'establishment_fact',
    indexTables: [],
    first: false,
    derived: false,
  },
  findings: {
    topic: 'gov.hub.finding.v1',
    factView: 'finding_fact',
    indexTables: ['finding'],
    first: false,
    derived: false,
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
  const files = ['group', ...GROUPS[group].indexTables.map((table) => table.replaceAll('_', '-'))];
  return files.map((name) => ddl(name).replaceAll('{schema}', schemaOf(group, generation))).join('\n');
}

/**
 * DDL of the views in `read` over these generations, made anew as a whole.
 * @throws Error if a group has none.
 */
export function viewsDdl(generations: ReadonlyMap<GroupName, number>): string {
  const live = GROUP_NAMES.map((group) => {
    const generation = generations.get(group);
    if (generation === undefined) throw new Error(`there is no generation of ${group}`);
    return { group, schema: schemaOf(group, generation) };
  });
  const factViews = live.map(({ group, schema }) => factView(GROUPS[group].factView, schema));
  return [
    'create schema if not exists read;',
    ...factViews,
    ...['position', 'dead_letter', ...indexTables()].map((view) => unionView(view, live)),
  ].join('\n');
}

type Live = readonly { readonly group: GroupName; readonly schema: string }[];

function indexTables(): IndexTable[] {
  return [...new Set(GROUP_NAMES.flatMap((group) => GROUPS[group].indexTables))];
}

function factView(view: string, schema: string): string {
  return ddl('views/fact').replaceAll('{view}', view).replaceAll('{schema}', schema);
}

/** One view over the tables of a name in all groups that have it; each row says of which group it is. */
function unionView(view: string, live: Live): string {
  const having = live.filter(
    ({ group }) =>
      view === 'position' ||
      view === 'dead_letter' ||
      GROUPS[group].indexTables.some((table) => table === view),
  );
  const parts = having.map(({ group, schema }) =>
    ddl(`views/${view.replaceAll('_', '-')}`)
      .replaceAll('{group}', group)
      .replaceAll('{schema}', schema),
  );
  return [
    `drop view if exists read.${view};`,
    `create view read.${view} with (security_invoker = true) as`,
    `${parts.map((part) => part.trim()).join('\nunion all\n')};`,
  ].join('\n');
}

function ddl(name: string): string {
  return readFileSync(path.join(import.meta.dirname, `${name}.sql`), 'utf8');
}

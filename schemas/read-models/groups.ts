/**
 * The groups of read models: one consumer group each, fed by one topic, rebuilt and swapped alone. Every group has
 * the tables of group.sql; some have index tables beside them.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { TopicName } from '../topics.ts';

/** In the order in which they are fed at start: the catalogue and the registry come before what needs them. */
export const GROUP_NAMES = [
  'procedures',
  'agencies',
  'dossiers',
  'shared_papers',
  'documents',
  'civil_servants',
] as const;
export type GroupName = (typeof GROUP_NAMES)[number];

export const INDEX_TABLES = ['paper_statement', 'civil_servant_subject'] as const;
export type IndexTable = (typeof INDEX_TABLES)[number];

export interface GroupDeclaration {
  readonly topic: TopicName;
  readonly indexTables: readonly IndexTable[];
  /** Without it, facts of the other groups cannot be understood: it is fed to the end before they begin. */
  readonly first: boolean;
}

export const GROUPS: Readonly<Record<GroupName, GroupDeclaration>> = {
  procedures: { topic: 'gov.catalogue.procedure.v1', indexTables: [], first: true },
  agencies: { topic: 'gov.hub.registry.v1', indexTables: [], first: true },
  dossiers: { topic: 'gov.one-stop-shop.dossier.v1', indexTables: ['paper_statement'], first: false },
  shared_papers: { topic: 'gov.shared.paper.v1', indexTables: ['paper_statement'], first: false },
  documents: { topic: 'gov.document-management.document.v1', indexTables: [], first: false },
  civil_servants: {
    topic: 'gov.civil-servants.record.v1',
    indexTables: ['civil_servant_subject'],
    first: false,
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
 * DDL of the views in `read` over these generations.
 * @throws Error if a group has none.
 */
export function viewsDdl(generations: ReadonlyMap<GroupName, number>): string {
  return GROUP_NAMES.reduce((text, group) => {
    const generation = generations.get(group);
    if (generation === undefined) throw new Error(`there is no generation of ${group}`);
    return text.replaceAll(`{${group}}`, schemaOf(group, generation));
  }, ddl('views'));
}

function ddl(name: string): string {
  return readFileSync(path.join(import.meta.dirname, `${name}.sql`), 'utf8');
}

/** The product's once-only room as the model uses it: loaded from a folder, so that a mutated copy can take its place. */
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** What the model asks of the room. */
export type Room = Readonly<
  Pick<typeof import('#shared/once-only/agencies.ts'), 'foldAgencies'> &
    Pick<typeof import('#shared/once-only/catalogue.ts'), 'Catalogue'> &
    Pick<typeof import('#shared/once-only/decisions.ts'), 'foldDecisions'> &
    Pick<typeof import('#shared/once-only/document.ts'), 'documentAliases'> &
    Pick<typeof import('#shared/once-only/evidence.ts'), 'statedEvidence'> &
    Pick<typeof import('#shared/once-only/needs.ts'), 'firstNeeds' | 'keysOfAll' | 'secondNeeds'> &
    Pick<typeof import('#shared/once-only/papers-of-subject.ts'), 'papersOfSubject'> &
    Pick<typeof import('#shared/once-only/person-conflicts.ts'), 'foldPersonConflicts'> &
    Pick<typeof import('#shared/once-only/pre-check.ts'), 'preCheck' | 'QuestionFault'> &
    Pick<typeof import('#shared/once-only/source-trust.ts'), 'foldSourceTrust'> &
    Pick<typeof import('#shared/once-only/subject-links.ts'), 'foldSubjectLinks'>
>;

const FILES = [
  'agencies',
  'catalogue',
  'decisions',
  'document',
  'evidence',
  'needs',
  'papers-of-subject',
  'person-conflicts',
  'pre-check',
  'source-trust',
  'subject-links',
];

/** The room of the product itself. */
export const ROOM_FOLDER = path.resolve(import.meta.dirname, '../../services/shared/once-only');

/** Loads the room whose files stand in a folder. */
export async function loadRoom(folder: string): Promise<Room> {
  const loaded: object[] = [];
  for (const file of FILES) loaded.push(await import(pathToFileURL(path.join(folder, `${file}.ts`)).href));
  const room: object = Object.assign({}, ...loaded);
  assertRoom(room);
  return room;
}

function assertRoom(room: object): asserts room is Room {
  for (const name of ['preCheck', 'papersOfSubject', 'foldAgencies']) {
    if (!(name in room)) throw new Error(`the once-only room has no ${name}`);
  }
}

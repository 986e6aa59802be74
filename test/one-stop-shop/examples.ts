// The example messages of the national synchronisation, and how tests translate them without a door.

import { readFileSync } from 'node:fs';
import type { EventName } from '#schemas/generated/events.ts';
import { Agencies } from '#shared/once-only/agencies.ts';
import type { DraftOf, FactDraft } from '#shared/pure/draft.ts';
import { HubKey } from '#shared/pure/hub-key.ts';
import { readNationalSync } from '../../services/one-stop-shop/core/native.ts';
import { type Surroundings, translateSync } from '../../services/one-stop-shop/core/translate.ts';
import { sharedData } from '../support/data.ts';

export const HUB_KEY = new HubKey(Buffer.alloc(32, 7));

/** A native item with its fields changed at will. */
export type Item = Record<string, unknown>;

interface ExampleFile {
  readonly examples: Record<
    'DongBoHoSoMC' | 'CapNhatTienDoHoSoMC',
    Item & { readonly data: readonly Item[] }
  >;
  readonly dirtyExamples: { readonly DongBoHoSoMC_data: readonly Item[] };
}

export const EXAMPLES_FILE = 'national-sync-example.json';

function exampleFile(): ExampleFile {
  return JSON.parse(readFileSync(sharedData(EXAMPLES_FILE), 'utf8'));
}

/** The birth registration as the example states it, with changes. */
export function cleanDossier(changes: Item = {}): Item {
  return { ...exampleFile().examples.DongBoHoSoMC.data[0], ...changes };
}

/** The items of one of the clean dossier's lists. */
export function itemsOf(list: string): readonly Item[] {
  const items = cleanDossier()[list];
  return Array.isArray(items) ? items : [];
}

/** The same message with the defects that a real sender produces. */
export function dirtyDossiers(): readonly Item[] {
  return exampleFile().dirtyExamples.DongBoHoSoMC_data;
}

export function progressRows(): readonly Item[] {
  return exampleFile().examples.CapNhatTienDoHoSoMC.data;
}

export function dossierMessage(...data: readonly Item[]): Item {
  return { session: 's', madonvi: 'H44', isUpdating: 'True', service: 'DongBoHoSoMC', data };
}

export function progressMessage(...data: readonly Item[]): Item {
  return { session: 's', madonvi: 'H44', service: 'CapNhatTienDoHoSoMC', data };
}

let lastInstant = Date.parse('2026-09-15T03:00:00Z');

/** What a message means to a hub that knows no agencies, unless told otherwise. */
export function translate(message: unknown, surroundings: Partial<Surroundings> = {}): readonly FactDraft[] {
  const now = (): number => (lastInstant += 1);
  return translateSync(readNationalSync(message), {
    hubKey: HUB_KEY,
    agencies: new Agencies([]),
    now,
    ...surroundings,
  });
}

export function draftsOf<N extends EventName>(drafts: readonly FactDraft[], name: N): DraftOf<N>[] {
  return drafts.flatMap((draft) => (isDraftOf(draft, name) ? [draft] : []));
}

/** The only draft of a name. */
export function draftOf<N extends EventName>(drafts: readonly FactDraft[], name: N): DraftOf<N> {
  const [only, ...others] = draftsOf(drafts, name);
  if (only === undefined || others.length > 0) throw new Error(`${name}: not exactly one`);
  return only;
}

function isDraftOf<N extends EventName>(draft: FactDraft, name: N): draft is FactDraft & DraftOf<N> {
  return draft.eventName === name;
}

/** What the snapshot of a message lists: section -> fact key -> ids. */
export function listedBy(
  drafts: readonly FactDraft[],
): Readonly<Record<string, Readonly<Record<string, string[]>>>> {
  const { sections } = draftOf(drafts, 'SnapshotStated').data;
  return Object.fromEntries(
    sections.map(({ name, facts }) => [
      name,
      Object.fromEntries(
        facts.map(({ key }) => [key, facts.filter((fact) => fact.key === key).map(({ id }) => id)]),
      ),
    ]),
  );
}

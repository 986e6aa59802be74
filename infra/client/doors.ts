/** The doors of the adapters that a publisher can use, and how a file is cut for each. */

/** The adapters, and where each answers on one machine. */
const ADAPTERS = { 'one-stop-shop': 8101, 'document-management': 8102, 'civil-servants': 8103 } as const;

export type AdapterName = keyof typeof ADAPTERS;

/** What goes to a door at once: lines in portions, or a whole file. */
export interface Door {
  readonly path: string;
  readonly contentType: string;
  readonly cut: 'lines' | 'whole';
  /** Whose door it is where no address says it. */
  readonly adapter: AdapterName;
}

const NDJSON = 'application/x-ndjson';
const JSON_TYPE = 'application/json';

const DOORS = {
  events: { path: '/v1/events', contentType: NDJSON, cut: 'lines', adapter: 'one-stop-shop' },
  'shared-papers': { path: '/v1/shared-papers', contentType: NDJSON, cut: 'lines', adapter: 'one-stop-shop' },
  procedures: { path: '/v1/procedures', contentType: NDJSON, cut: 'lines', adapter: 'one-stop-shop' },
  'national-sync': {
    path: '/v1/national-sync',
    contentType: JSON_TYPE,
    cut: 'whole',
    adapter: 'one-stop-shop',
  },
  dossiers: {
    path: '/v1/national-sync/dossiers',
    contentType: JSON_TYPE,
    cut: 'whole',
    adapter: 'one-stop-shop',
  },
  progress: {
    path: '/v1/national-sync/progress',
    contentType: JSON_TYPE,
    cut: 'whole',
    adapter: 'one-stop-shop',
  },
  edxml: { path: '/v1/edxml', contentType: 'application/xml', cut: 'whole', adapter: 'document-management' },
  records: { path: '/v1/records', contentType: NDJSON, cut: 'lines', adapter: 'civil-servants' },
  'records-csv': { path: '/v1/records', contentType: 'text/csv', cut: 'whole', adapter: 'civil-servants' },
} as const satisfies Record<string, Door>;

export type DoorName = keyof typeof DOORS;

/** Every door's name. */
export const DOOR_NAMES: readonly string[] = Object.keys(DOORS);

/** Whether a word names a door. */
export function isDoorName(word: string): word is DoorName {
  return Object.hasOwn(DOORS, word);
}

/** The door of a name. */
export function doorOf(name: DoorName): Door {
  return DOORS[name];
}

/** The door that a file is meant for, told by its ending; without one that says it, events. */
export function doorForFile(file: string): DoorName {
  if (/\.(?:xml|edxml)$/iu.test(file)) return 'edxml';
  if (/\.csv$/iu.test(file)) return 'records-csv';
  return 'events';
}

/** Whether a word names an adapter. */
export function isAdapterName(word: string): word is AdapterName {
  return Object.hasOwn(ADAPTERS, word);
}

/** Where an adapter answers on one machine. */
export function localAddressOf(adapter: AdapterName): string {
  return `http://127.0.0.1:${ADAPTERS[adapter]}`;
}

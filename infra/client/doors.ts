/** The doors of the adapters that a publisher can use, and how a file is cut for each. */

/** What goes to a door at once: lines in portions, or a whole file. */
export interface Door {
  readonly path: string;
  readonly contentType: string;
  readonly cut: 'lines' | 'whole';
  /** Where its adapter answers on one machine. */
  readonly port: number;
}

const NDJSON = 'application/x-ndjson';
const JSON_TYPE = 'application/json';

const DOORS = {
  events: { path: '/v1/events', contentType: NDJSON, cut: 'lines', port: 8101 },
  'shared-papers': { path: '/v1/shared-papers', contentType: NDJSON, cut: 'lines', port: 8101 },
  procedures: { path: '/v1/procedures', contentType: NDJSON, cut: 'lines', port: 8101 },
  'national-sync': { path: '/v1/national-sync', contentType: JSON_TYPE, cut: 'whole', port: 8101 },
  dossiers: { path: '/v1/national-sync/dossiers', contentType: JSON_TYPE, cut: 'whole', port: 8101 },
  progress: { path: '/v1/national-sync/progress', contentType: JSON_TYPE, cut: 'whole', port: 8101 },
  edxml: { path: '/v1/edxml', contentType: 'application/xml', cut: 'whole', port: 8102 },
  records: { path: '/v1/records', contentType: NDJSON, cut: 'lines', port: 8103 },
  'records-csv': { path: '/v1/records', contentType: 'text/csv', cut: 'whole', port: 8103 },
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

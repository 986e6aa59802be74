/** The family of the story. They are invented, and occur only in this folder and in tests. */
import type { Subject } from '#shared/pure/hub-key.ts';
import demo from './people.json' with { type: 'json' };

/** Somebody of the story, as the page of the portal lists them too. */
export interface Person {
  readonly name: string;
  readonly subject: Subject;
}

function person(key: string): Person {
  const found = demo.people.find((each) => each.key === key);
  if (found === undefined) throw new Error(`people.json lists no ${key}`);
  return { name: found.name, subject: { type: 'PERSON', id: found.subject.id } };
}

export const HA = person('HA');
export const DUC = person('DUC');
export const KHOI = person('KHOI');
export const LOC = person('LOC');
export const SELLER = person('SELLER');

/** Vice-chairman of the commune; his last day in post is 20 September 2026. Nobody asks about him as a citizen. */
export const DUNG = {
  name: 'Lê Văn Dũng',
  subject: { type: 'PERSON', id: '025079000852' },
  civilServantCode: 'H44.150-CB-0007',
} as const satisfies Person & { civilServantCode: string };

/** Hà's code as a civil servant. */
export const HA_CIVIL_SERVANT_CODE = 'H44-VC-014723';

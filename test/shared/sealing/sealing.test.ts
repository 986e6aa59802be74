// Sealing against a real PostgreSQL: what was sealed opens with the kept keys, and with nothing else.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EventOf } from '#schemas/generated/events.ts';
import { createPool, type Pool, sql } from '#shared/postgres/pool.ts';
import type { DraftOf } from '#shared/pure/draft.ts';
import { factIdOf, HubKey } from '#shared/pure/hub-key.ts';
import { checkKeys, WrongKeyError } from '#shared/sealing/key-check.ts';
import { KeyDestroyedError, KeyStore, KeysUnavailableError } from '#shared/sealing/key-store.ts';
import { MasterKey } from '#shared/sealing/master-key.ts';
import { keysToOpen, openParts } from '#shared/sealing/open.ts';
import { personalParts } from '#shared/sealing/parts.ts';
import { type PersonalCodec, personalCodecOf } from '#shared/sealing/personal-codec.ts';
import { sealPart } from '#shared/sealing/seal.ts';
import { startRelay } from '../../support/relay.ts';
import { createDatabase } from '../../support/stack.ts';

const hubKey = new HubKey(Buffer.alloc(32, 1));
const masterKey = new MasterKey(Buffer.alloc(32, 2));
const MOTHER = { type: 'PERSON', id: '012345678901' } as const;
const CHILD = { type: 'PERSON', id: '012345678902' } as const;
const KEY = 'H44.150-260914-0012';

const draft: DraftOf<'DossierSubmitted'> = {
  eventName: 'DossierSubmitted',
  type: 'vn.gov.one-stop-shop.dossier-submitted.v1',
  key: KEY,
  id: '1',
  source: '/agencies/H44.150/test',
  occurredAt: 0,
  recordedAt: 0,
  agency: 'H44.150',
  door: 'events',
  concerns: [
    { person: MOTHER, role: 'APPLICANT', personal: { name: 'Người Thứ Nhất', phone: '0900000000' } },
    { person: CHILD, role: 'CHILD', personal: { name: 'Người Thứ Hai' } },
    { person: MOTHER, role: 'MOTHER', personal: { email: 'a@example.vn' } },
    { person: { type: 'PERSON', id: '000000001' }, role: 'APPLICANT', personal: { name: 'Chưa rõ' } },
  ],
  text: { note: 'ghi chú' },
  data: {
    procedureCode: '1.001193',
    procedureName: null,
    channel: 'ONLINE',
    fieldCode: null,
    fieldName: null,
    electronicAuthenticationLevel: null,
    declaredFields: null,
    prefilledFields: null,
    unitName: null,
    otherDossierCode: null,
  },
};

function codec(): PersonalCodec {
  const personal = personalCodecOf(draft.type);
  if (personal === undefined) throw new Error('the event has a personal part');
  return personal;
}

async function sealedEvent(store: KeyStore): Promise<EventOf<'DossierSubmitted'>> {
  const parts = personalParts(draft, KEY, codec(), (person) => hubKey.subjectKey(person));
  const keys = await store.keysOf(parts.map(({ keyOwner }) => keyOwner));
  const factId = factIdOf(draft.source, draft.id);
  const sealed = parts.map((part) => {
    const key = keys.get(part.keyOwner);
    if (key === undefined) throw new Error('a key is missing');
    return sealPart(part, factId, codec(), key);
  });
  return {
    ...draft.data,
    eventName: draft.eventName,
    id: draft.id,
    source: draft.source,
    type: draft.type,
    occurredAt: 0,
    recordedAt: 0,
    agency: draft.agency,
    publisher: null,
    door: draft.door,
    sender: null,
    sequence: null,
    snapshotVersion: null,
    bodyHash: hubKey.bodyHash(draft.data),
    concerns: [],
    sealed,
  };
}

let pool: Pool;

async function emptyRecords(url?: string): Promise<Pool> {
  const made = createPool({ url: url ?? (await createDatabase()), applicationName: 'test' });
  const ddl = readFileSync(new URL('../../../schemas/records/001-keys.sql', import.meta.url), 'utf8');
  await made.query(sql.__dangerous__rawValue(ddl));
  return made;
}

beforeAll(async () => {
  pool = await emptyRecords();
}, 60_000);

afterAll(() => pool.dispose());

describe('parts', () => {
  test('one a person, whatever roles; placeholders and text go under the key of the aggregate', () => {
    expect(personalParts(draft, KEY, codec(), (person) => hubKey.subjectKey(person))).toStrictEqual([
      {
        keyOwner: hubKey.subjectKey(MOTHER),
        fields: {
          personType: 'PERSON',
          personId: MOTHER.id,
          name: 'Người Thứ Nhất',
          phone: '0900000000',
          email: 'a@example.vn',
        },
      },
      {
        keyOwner: hubKey.subjectKey(CHILD),
        fields: { personType: 'PERSON', personId: CHILD.id, name: 'Người Thứ Hai' },
      },
      { keyOwner: `dossier/${KEY}`, fields: { note: 'ghi chú' } },
      {
        keyOwner: `dossier/${KEY}`,
        fields: { personType: 'PERSON', personId: '000000001', name: 'Chưa rõ' },
      },
    ]);
  });
});

describe('boxes', () => {
  test('open with the kept keys, also in another process', async () => {
    const event = await sealedEvent(new KeyStore({ pool, masterKey }));
    const keys = await keysToOpen(pool, new MasterKey(Buffer.alloc(32, 2)), [event]);
    const opened = openParts(event, keys);
    expect(opened).toStrictEqual(personalParts(draft, KEY, codec(), (person) => hubKey.subjectKey(person)));
  });

  test('hold nothing in the clear', async () => {
    const event = await sealedEvent(new KeyStore({ pool, masterKey }));
    const bytes = Buffer.concat(event.sealed.map(({ box }) => box)).toString('latin1');
    for (const value of [MOTHER.id, CHILD.id, '0900000000', 'example']) expect(bytes).not.toContain(value);
  });

  test('do not open under another fact, another owner or another master key', async () => {
    const event = await sealedEvent(new KeyStore({ pool, masterKey }));
    const keys = await keysToOpen(pool, masterKey, [event]);
    expect(() => openParts({ ...event, id: '2' }, keys)).toThrow(/authenticate/);
    const [first, second] = event.sealed;
    if (first === undefined || second === undefined) throw new Error('two parts are needed');
    const moved = { ...event, sealed: [{ ...first, keyOwner: second.keyOwner }] };
    expect(() => openParts(moved, keys)).toThrow(/authenticate/);
    await expect(keysToOpen(pool, new MasterKey(Buffer.alloc(32, 3)), [event])).rejects.toThrow(
      /authenticate/,
    );
  });

  test('stay closed once the key is destroyed, and nothing more is sealed for its owner', async () => {
    const owner = `person-${randomBytes(4).toString('hex')}`;
    await new KeyStore({ pool, masterKey }).keysOf([owner]);
    await pool.query(sql`
      update records.subject_key set wrapped_key = null, destroyed_at = now() where key_owner = ${owner}
    `);
    const event = await sealedEvent(new KeyStore({ pool, masterKey }));
    const [box] = event.sealed;
    if (box === undefined) throw new Error('a part is needed');
    const erased = { ...event, sealed: [{ ...box, keyOwner: owner, keyVersion: 1 }] };
    const keys = await keysToOpen(pool, masterKey, [erased]);
    expect(openParts(erased, keys)).toStrictEqual([{ keyOwner: owner, fields: undefined }]);
    await expect(new KeyStore({ pool, masterKey }).keysOf([owner])).rejects.toThrow(KeyDestroyedError);
  });
});

describe('the key store', () => {
  test('gives one key per owner to two stores that ask for the same owners at once', async () => {
    const owners = [...Array(300).keys()].map((index) => `race-${index}-${randomBytes(4).toString('hex')}`);
    const stores = [...Array(4).keys()].map(() => new KeyStore({ pool, masterKey }));
    const answers = await Promise.all(
      stores.map((store, index) => store.keysOf(index % 2 === 0 ? owners : owners.toReversed())),
    );
    for (const owner of owners) {
      const keys = new Set(answers.map((answer) => answer.get(owner)?.key.export().toString('hex')));
      expect(keys.size).toBe(1);
    }
  });

  test('without PostgreSQL only owners that are not in memory fail', async () => {
    const own = await emptyRecords();
    const store = new KeyStore({ pool: own, masterKey });
    await store.keysOf(['known']);
    await own.dispose();
    expect((await store.keysOf(['known'])).size).toBe(1);
    await expect(store.keysOf(['known', 'other'])).rejects.toThrow(KeysUnavailableError);
  });

  test('waits two seconds for a PostgreSQL that is silent, and asks anew for the next owners', async () => {
    const relay = await startRelay(await createDatabase());
    const own = await emptyRecords(relay.url);
    const store = new KeyStore({ pool: own, masterKey });
    await store.keysOf(['before']);
    relay.mute();
    await expect(store.keysOf(['stuck'])).rejects.toThrow(KeysUnavailableError);
    relay.speak();
    expect((await store.keysOf(['next'])).size).toBe(1);
    relay.close();
    await own.dispose();
  });

  test('forgets what was used longest ago', async () => {
    const own = await emptyRecords();
    const store = new KeyStore({ pool: own, masterKey, cachedMax: 2 });
    await store.keysOf(['a', 'b']);
    await store.keysOf(['a']);
    await store.keysOf(['c']);
    await own.dispose();
    expect((await store.keysOf(['a', 'c'])).size).toBe(2);
    await expect(store.keysOf(['b'])).rejects.toThrow(KeysUnavailableError);
  });
});

describe('a wrong key does not start', () => {
  test('neither a wrong hub key nor a wrong master key; the right ones do, every time', async () => {
    await checkKeys(pool, { hubKey, masterKey });
    await checkKeys(pool, { hubKey, masterKey });
    const otherHub = new HubKey(Buffer.alloc(32, 9));
    await expect(checkKeys(pool, { hubKey: otherHub, masterKey })).rejects.toThrow(WrongKeyError);
    const otherMaster = new MasterKey(Buffer.alloc(32, 9));
    await expect(checkKeys(pool, { hubKey, masterKey: otherMaster })).rejects.toThrow(WrongKeyError);
  });
});

// Which Kafka and PostgreSQL `npm start` takes, and what it says when there are none.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findServers, type Wish } from '#infra/local/choose-infra.ts';
import type { Infra, Servers } from '#infra/local/infra.ts';
import { type Place, placeOf } from '#infra/local/place.ts';

let place: Place;
beforeEach(() => {
  place = placeOf(mkdtempSync(join(tmpdir(), 'hub-choice-')));
});
afterEach(() => rmSync(place.dataDir, { recursive: true, force: true }));

describe('--infra=auto', () => {
  test('takes containers before Maven, and remembers it in the data folder', async () => {
    const { brokers } = await find({ ways: [way('env', false), way('docker', true), way('maven', true)] });
    expect(brokers).toBe('docker');
    expect(readFileSync(place.infraFile, 'utf8')).toBe('docker');
  });

  test('goes on to the next way when the containers do not start', async () => {
    const said: string[] = [];
    const ways = [way('docker', true, 'no space left'), way('maven', true)];
    const { brokers } = await find({ ways }, said);
    expect(brokers).toBe('maven');
    expect(said).toContain('docker did not start');
  });

  test('stays with the way that has filled the folder, even when a better one has come', async () => {
    writeFileSync(place.infraFile, 'maven');
    expect((await find({ ways: [way('docker', true), way('maven', true)] })).brokers).toBe('maven');
  });

  test('never replaces servers that the environment names', async () => {
    const ways = [way('env', false), way('docker', true), way('maven', true)];
    const refused = await find({ ways, environment: { KAFKA_BROKERS: 'kafak:9092' } }).catch(String);
    expect(refused).toContain('--infra=env');
    expect(refused).not.toContain('--infra=maven');
  });

  test('says what was looked for, what was found and what mends it when nothing works', async () => {
    const refused = await find({ ways: [way('docker', false), way('maven', false)] }).catch(String);
    expect(refused).toMatch(/--infra=docker +docker's thing +NO: absent +install docker/u);
    expect(refused).toMatch(/--infra=maven +maven's thing +NO: absent +install maven/u);
  });
});

test('a way asked for by name is the only one looked at', async () => {
  const ways = [way('docker', true), way('maven', false)];
  await expect(find({ ways, choice: 'maven' })).rejects.toThrow('no Kafka and PostgreSQL to be had');
});

test('a folder that one way has filled is refused to another, with both ways out', async () => {
  writeFileSync(place.infraFile, 'docker');
  const refused = find({ ways: [way('docker', true), way('maven', true)], choice: 'maven' });
  await expect(refused).rejects.toThrow(/filled with --infra=docker.*npm run reset.*--data=/su);
});

function find(wish: Partial<Wish> & Pick<Wish, 'ways'>, said: string[] = []): Promise<Servers> {
  return findServers({ choice: 'auto', place, environment: {}, ...wish }, (detail) => said.push(detail));
}

function way(name: Infra['name'], found: boolean, refusal?: string): Infra {
  const finding = {
    wanted: `${name}'s thing`,
    found,
    detail: found ? 'here' : 'absent',
    mend: `install ${name}`,
  };
  return {
    name,
    look: async () => [finding],
    start: async () => {
      if (refusal !== undefined) throw new Error(refusal);
      return { brokers: name, databaseUrl: name, watched: [], stop: async () => {} };
    },
  };
}

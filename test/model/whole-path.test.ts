// The model through the whole path: lives' events, shuffled and every one twice, through Kafka, projector, tables and portal, with
// the projector killed between. MODEL_LIVES, MODEL_QUESTIONS and MODEL_SEED make the run as large as one likes, MODEL_LONG says
// which share of the lives is long (the others are a paper or a case):
// MODEL_LIVES=100000 MODEL_LONG=0.12 MODEL_QUESTIONS=10000 npx vitest run test/model/whole-path.test.ts

import { afterAll, beforeAll, expect, test } from 'vitest';
import { waitUntilKnown } from '#infra/demo/portal.ts';
import { createGroupCommitProducer } from '#shared/kafka/producer.ts';
import type { OutgoingRecord } from '#shared/kafka/producer-queue.ts';
import { HubKey } from '#shared/pure/hub-key.ts';
import { readKeyFile } from '#shared/sealing/key-files.ts';
import { createLogger } from '#shared/telemetry/logger.ts';
import { catalogueEntries, missingDrafts } from '../../infra/migrate/catalogue.ts';
import { Chance } from '../support/seeded.ts';
import { startHub, type TestHub } from '../support/services.ts';
import { until } from '../support/wait.ts';
import { MODEL_CATALOGUE } from './catalogue.ts';
import { isSame } from './difference.ts';
import { askPortal, withoutPersons } from './hub/asking.ts';
import { createEncoder, type Encode, recordOfFact } from './hub/log-of-lives.ts';
import { Telling } from './hub/telling.ts';
import { lifeOf } from './lives/life.ts';
import { wholeRegistry } from './lives/offices.ts';
import { statedFrom } from './lives/stated.ts';
import { createOracle } from './oracle/answers.ts';
import type { Life } from './told.ts';

const LIVES = Number(process.env['MODEL_LIVES'] ?? 60);
const LONG = Number(process.env['MODEL_LONG'] ?? 1);
const QUESTIONS = Number(process.env['MODEL_QUESTIONS'] ?? 200);
const SEED = Number(process.env['MODEL_SEED'] ?? 1);
console.log(`MODEL_LIVES=${LIVES} MODEL_LONG=${LONG} MODEL_QUESTIONS=${QUESTIONS} MODEL_SEED=${SEED}`);
const PATIENCE_MS = 120_000 + LIVES * 100;
/** More unreadable records than these in a minute stop a projection, as they should. */
const LETTERS_MAX = 6;
/** Questions in flight. */
const AT_ONCE = 4;
/** What a process may hold, whatever waits for it. */
const MEGABYTES_MAX = 500;

let hub: TestHub;
let hubKey: HubKey;

beforeAll(async () => {
  hub = await startHub();
  hubKey = new HubKey(readKeyFile('HUB_KEY_FILE', hub.environment['HUB_KEY_FILE'] ?? ''));
}, 300_000);

afterAll(async () => {
  await hub.stop();
});

function isLong(nth: number): boolean {
  return new Chance((SEED + nth) ^ 0x5bd1e995).next() < LONG;
}

/** The life of a place in the run; letters are few, and known from when they are sent. */
function lifeAt(nth: number): Life {
  return lifeOf({ seed: SEED + nth, nth, hubKey, length: isLong(nth) ? 'LONG' : 'SHORT' });
}

/** Catalogue and registry as the model has them, known before every life. */
function groundRecords(encode: Encode): readonly OutgoingRecord[] {
  const entries = catalogueEntries({ ...MODEL_CATALOGUE, agencies: [] }, hubKey);
  const drafts = [...missingDrafts(entries, new Map(), Date.UTC(2019, 0, 1)), ...wholeRegistry()];
  return drafts.map((draft) => recordOfFact(hub.topicPrefix, statedFrom(draft, hubKey), encode));
}

/** Everything told and projected; gives the lives of which something could not be read. */
async function tellEverything(): Promise<ReadonlyMap<number, Life>> {
  const encode = await createEncoder(hub.environment['SCHEMA_REGISTRY_URL'] ?? '', hub.topicPrefix);
  const producer = createGroupCommitProducer({
    brokers: (hub.environment['KAFKA_BROKERS'] ?? '').split(','),
    clientId: 'model',
    logger: createLogger({ name: 'model', level: 'silent' }),
  });
  const telling = new Telling({ hub, producer, encode, lifeAt, lives: LIVES, seed: SEED });
  // It begins with everything behind it: that is the backlog in which its memory is looked at.
  await hub.service('findings').stop();
  await telling.send(groundRecords(encode));
  await timed('telling', () => telling.sendLives());
  const unread = await telling.sendLetters(LETTERS_MAX);
  await producer.close();
  console.log(
    `${telling.events} events, each twice, of ${LIVES} lives; the projector killed ${telling.killed} times`,
  );
  await hub.service('projector').ready(PATIENCE_MS);
  // The portal itself waits half a minute at most; many lives take longer.
  const known = () => waitUntilKnown(hub.urls.portal, telling.newest()).then(() => true);
  await timed('projecting the rest', () =>
    until(known, { what: 'every life to be projected', timeoutMs: PATIENCE_MS }),
  );
  hub.service('findings').start();
  return unread;
}

async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const done = await work();
  console.log(`${what}: ${((performance.now() - began) / 1000).toFixed(1)} s; ${peaks()}`);
  return done;
}

function peaks(): string {
  const names = ['projector', 'findings', 'portal', 'operations'] as const;
  return names.map((name) => `${name} ${hub.service(name).peakMegabytes()} MB`).join(', ');
}

/** The lives that are asked about: those with letters first, then any, and half of the time long ones. */
function places(unread: ReadonlyMap<number, Life>, chance: Chance): readonly number[] {
  const unreadOnes = [...unread.keys()];
  return Array.from({ length: QUESTIONS }, (_, nth) => {
    if (nth < unreadOnes.length * 6) return unreadOnes[nth % unreadOnes.length] ?? 0;
    const wantsLong = chance.next() < 0.5;
    for (let tries = 0; ; tries += 1) {
      const place = chance.below(LIVES);
      if (!wantsLong || isLong(place) || tries > 100) return place;
    }
  });
}

async function askEverything(unread: ReadonlyMap<number, Life>): Promise<readonly unknown[]> {
  const chance = new Chance(SEED + 1);
  const open = places(unread, chance).map((nth) => ({ nth, at: chance.next() }));
  const wrong: unknown[] = [];
  let earlier = 0;
  const ask = async (): Promise<void> => {
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const { nth, at } = next;
      const life = unread.get(nth) ?? { ...lifeAt(nth), letters: [] };
      const asked = life.asked[Math.floor(at * life.asked.length)];
      if (asked === undefined) throw new Error(`nothing is asked about the life of ${nth}`);
      const { knownAt } = asked.kind === 'PAPERS' ? asked : asked.question;
      if (Number.isFinite(knownAt)) earlier += 1;
      const said = await askPortal(hub.urls.portal, asked, life.people);
      const oracle = withoutPersons(createOracle(life)(asked));
      if (!isSame(oracle, said)) wrong.push({ seed: life.seed, nth, asked, oracle, said });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, ask));
  console.log(
    `${QUESTIONS} questions, ${earlier} of them about earlier knowledge: ${wrong.length} differences`,
  );
  return wrong;
}

test('the portal answers as the oracle does', { timeout: PATIENCE_MS * 10 }, async () => {
  const unread = await tellEverything();
  const wrong = await timed('asking', () => askEverything(unread));
  expect(wrong).toEqual([]);
  const held = ['projector', 'findings'] as const;
  expect(held.filter((name) => hub.service(name).peakMegabytes() > MEGABYTES_MAX)).toEqual([]);
});

// The model through the whole path: lives' events, shuffled and every one twice, through Kafka, projector, tables and portal, with
// the projector killed between. MODEL_LIVES, MODEL_QUESTIONS and MODEL_SEED make the run as large as one likes:
// MODEL_LIVES=25000 MODEL_QUESTIONS=10000 npx vitest run test/model/whole-path.test.ts

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
import { createEncoder, type Encode, recordOfFact, recordOfLetter } from './hub/log-of-lives.ts';
import { lifeOf } from './lives/life.ts';
import { wholeRegistry } from './lives/offices.ts';
import { statedFrom } from './lives/stated.ts';
import { createOracle } from './oracle/answers.ts';
import type { Life } from './told.ts';

const LIVES = Number(process.env['MODEL_LIVES'] ?? 60);
const QUESTIONS = Number(process.env['MODEL_QUESTIONS'] ?? 200);
const SEED = Number(process.env['MODEL_SEED'] ?? 1);
console.log(`MODEL_LIVES=${LIVES} MODEL_QUESTIONS=${QUESTIONS} MODEL_SEED=${SEED}`);
const PATIENCE_MS = 120_000 + LIVES * 100;
/** Lives whose events are shuffled together: a bounded memory, and an order that no sender would keep. */
const BATCH_LIVES = 500;
/** More unreadable records than these in a minute stop a projection, as they should. */
const LETTERS_MAX = 6;

let hub: TestHub;
let hubKey: HubKey;
let letters = 0;
const positions: string[] = [];

beforeAll(async () => {
  hub = await startHub();
  hubKey = new HubKey(readKeyFile('HUB_KEY_FILE', hub.environment['HUB_KEY_FILE'] ?? ''));
}, 300_000);

afterAll(async () => {
  await hub.stop();
});

/** The life of a place in the run; letters are few, and known from when they are sent. */
function lifeAt(nth: number): Life {
  return lifeOf({ seed: SEED + nth, nth, hubKey });
}

function producerOf() {
  return createGroupCommitProducer({
    brokers: (hub.environment['KAFKA_BROKERS'] ?? '').split(','),
    clientId: 'model',
    logger: createLogger({ name: 'model', level: 'silent' }),
  });
}

async function send(
  producer: ReturnType<typeof producerOf>,
  records: readonly OutgoingRecord[],
): Promise<void> {
  for (let from = 0; from < records.length; from += 1000) {
    const sent = await producer.send(records.slice(from, from + 1000));
    positions.push(...sent.map(({ topic, partition, offset }) => `${topic}/${partition}/${offset}`));
    if (positions.length > 100_000) positions.splice(0, positions.length, ...newest());
  }
}

/** The last position of each partition. */
function newest(): readonly string[] {
  const last = new Map<string, number>();
  for (const position of positions) {
    const at = position.lastIndexOf('/');
    const name = position.slice(0, at);
    last.set(name, Math.max(last.get(name) ?? 0, Number(position.slice(at + 1))));
  }
  return [...last].map(([name, offset]) => `${name}/${offset}`);
}

/** Catalogue and registry as the model has them, known before every life. */
function groundRecords(encode: Encode): readonly OutgoingRecord[] {
  const entries = catalogueEntries({ ...MODEL_CATALOGUE, agencies: [] }, hubKey);
  const drafts = [...missingDrafts(entries, new Map(), Date.UTC(2019, 0, 1)), ...wholeRegistry()];
  return drafts.map((draft) => recordOfFact(hub.topicPrefix, statedFrom(draft, hubKey), encode));
}

async function sendLives(producer: ReturnType<typeof producerOf>, encode: Encode): Promise<number> {
  const chance = new Chance(SEED);
  let sent = 0;
  for (let from = 0; from < LIVES; from += BATCH_LIVES) {
    const records: OutgoingRecord[] = [];
    for (let nth = from; nth < Math.min(LIVES, from + BATCH_LIVES); nth += 1) {
      const life = lifeAt(nth);
      const own = life.stated.filter(({ fact }) => fact.event.source !== '/hub/model');
      records.push(...own.map((stated) => recordOfFact(hub.topicPrefix, stated, encode)));
    }
    sent += records.length;
    const doubled = chance.shuffle([...records, ...records]);
    await send(producer, doubled.slice(0, doubled.length / 2));
    await hub.service('projector').kill();
    hub.service('projector').start();
    await send(producer, doubled.slice(doubled.length / 2));
  }
  return sent;
}

/** Sends the letters of the first lives that have some; gives those lives as they are known then. */
async function sendLetters(producer: ReturnType<typeof producerOf>): Promise<ReadonlyMap<number, Life>> {
  const lives = new Map<number, Life>();
  for (let nth = 0; nth < LIVES && letters < LETTERS_MAX; nth += 1) {
    const life = lifeAt(nth);
    const own = life.letters.slice(0, LETTERS_MAX - letters);
    letters += own.length;
    if (own.length === 0) continue;
    await send(
      producer,
      own.map((letter) => recordOfLetter(hub.topicPrefix, letter)),
    );
    lives.set(nth, { ...life, letters: own.map((letter) => ({ ...letter, knownFrom: Date.now() })) });
  }
  return lives;
}

test('the portal answers as the oracle does', { timeout: PATIENCE_MS * 10 }, async () => {
  const encode = await createEncoder(hub.environment['SCHEMA_REGISTRY_URL'] ?? '', hub.topicPrefix);
  const producer = producerOf();
  await send(producer, groundRecords(encode));
  const sent = await sendLives(producer, encode);
  const unread = await sendLetters(producer);
  await producer.close();
  await hub.service('projector').ready(PATIENCE_MS);
  console.log(`${sent} events, each twice, of ${LIVES} lives; ${letters} letters`);
  // The portal itself waits half a minute at most; many lives take longer.
  await until(() => waitUntilKnown(hub.urls.portal, newest()).then(() => true), {
    what: 'every life to be projected',
    timeoutMs: PATIENCE_MS,
  });
  const chance = new Chance(SEED + 1);
  const places = Array.from({ length: QUESTIONS }, (_, nth) =>
    nth < unread.size * 6 ? ([...unread.keys()][nth % unread.size] ?? 0) : chance.below(LIVES),
  );
  const wrong: unknown[] = [];
  for (const nth of places) {
    const life = unread.get(nth) ?? { ...lifeAt(nth), letters: [] };
    const asked = chance.pick(life.asked);
    const oracle = withoutPersons(createOracle(life)(asked));
    const said = await askPortal(hub.urls.portal, asked, life.people);
    if (!isSame(oracle, said)) wrong.push({ seed: life.seed, nth, asked, oracle, said });
  }
  expect(wrong).toEqual([]);
});

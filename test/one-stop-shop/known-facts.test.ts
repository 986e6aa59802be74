// What a snapshot door does while the read model is silent: it publishes everything, and does not let each request wait.

import { expect, test } from 'vitest';
import { freePort } from '#infra/local/ports.ts';
import { createPool } from '#shared/postgres/pool.ts';
import { createFindNews } from '#shared/publishing/known-facts.ts';
import { sharedDataIsMissing } from '../support/data.ts';
import { cleanDossier, dossierMessage, EXAMPLES_FILE, translate } from './examples.ts';

test.skipIf(sharedDataIsMissing(EXAMPLES_FILE))(
  'a silent database is left alone for five seconds',
  async () => {
    const pool = createPool({
      url: `postgres://nobody@127.0.0.1:${await freePort()}/none`,
      applicationName: 'test',
    });
    const silences: unknown[] = [];
    let clock = 0;
    const findNews = createFindNews({
      pool,
      decode: () => Promise.reject(new Error('nothing to decode')),
      group: 'dossiers',
      topic: 'gov.one-stop-shop.dossier.v1',
      logBounds: () => Promise.reject(new Error('nobody asks')),
      onSilence: (error) => void silences.push(error),
      now: () => clock,
    });
    const drafts = translate(dossierMessage(cleanDossier()));
    for (const [at, silent] of [
      [0, 1],
      [4_999, 1],
      [5_000, 2],
    ] as const) {
      clock = at;
      expect(await findNews(drafts)).toEqual({ drafts, known: new Map() });
      expect(silences).toHaveLength(silent);
    }
    await pool.dispose();
  },
);

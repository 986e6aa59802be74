// While the read model is silent no dossier is known to exist: senders are answered as if theirs were new.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '#infra/local/ports.ts';
import { createPool, type Pool } from '#shared/postgres/pool.ts';
import { createFindKnownDossiers } from '../../services/one-stop-shop/outbound/known-dossiers.ts';

let pool: Pool;

beforeAll(async () => {
  pool = createPool({ url: `postgres://nobody@127.0.0.1:${await freePort()}/none`, applicationName: 'test' });
});

afterAll(() => pool.dispose());

test('a silent database knows no dossier, and is asked once', async () => {
  const silences: unknown[] = [];
  const find = createFindKnownDossiers(pool, (error) => void silences.push(error));
  expect(await find(['H44.150-260914-0012'])).toEqual(new Set());
  expect(await find(['H44.150-260914-0012'])).toEqual(new Set());
  expect(silences).toHaveLength(1);
});

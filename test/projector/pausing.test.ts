// A pause is the operators' and outlives processes; the projector says so without becoming unready.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pauseProjection, resumeProjection } from '#shared/read-models/pausing.ts';
import { startProjector } from '../../services/projector/app.ts';
import { until } from '../support/wait.ts';
import { event, factsOf, type Hub, silent, startHub } from './hub.ts';

let hub: Hub;
beforeAll(async () => {
  hub = await startHub();
});
afterAll(async () => {
  await hub.stop();
});

const group = 'petitions';
const by = 'test';

async function checks(address: string): Promise<readonly [number, string | undefined]> {
  const answer = await fetch(`${address}/readyz`);
  const body: { readonly checks: Readonly<Record<string, string>> } = JSON.parse(await answer.text());
  return [answer.status, body.checks[group]];
}

test('a paused projection stands still through a restart, is ready all the same, and goes on when resumed', async () => {
  const answered = (id: string) =>
    hub.record(group, 'P-1', event('DossierAccepted', { dueAt: null }, { id }));
  const first = await startProjector(hub.config, silent);
  await hub.kept(group, await hub.send([await answered('before')]));
  await pauseProjection(hub.pool, { group, by, reason: 'disk' });
  await until(async () => (await checks(first.address))[1]?.startsWith('paused'), { what: 'the pause' });
  const positions = await hub.send([await answered('meanwhile')]);
  await first.stop();

  const second = await startProjector(hub.config, silent);
  const dossier = await hub.record('dossiers', 'D-1', event('DossierAccepted', { dueAt: null }, { id: 'd' }));
  await hub.kept('dossiers', await hub.send([dossier]));
  await until(async () => (await checks(second.address))[1] === 'paused by an operator, 1 records wait', {
    what: 'the record to be seen waiting',
  });
  expect((await checks(second.address))[0]).toBe(200);
  expect(await (await fetch(`${second.address}/metrics`)).text()).toMatch(
    /projection_paused\{.*projection="petitions".*\} 1/,
  );
  expect((await factsOf(hub.pool, group)).map((row) => row.event_id)).toEqual(['before']);
  await resumeProjection(hub.pool, { group, by, failuresMax: undefined });
  await hub.kept(group, positions);
  await second.stop();
}, 60_000);

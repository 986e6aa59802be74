import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '#shared/postgres/pool.ts';
import { resumeProjection } from '#shared/read-models/pausing.ts';
import { readProjections } from '#shared/read-models/projection-records.ts';
import { startProjector } from '../../services/projector/app.ts';
import { until } from '../support/wait.ts';
import { event, type Hub, silent, startHub } from './hub.ts';

let hub: Hub;
beforeAll(async () => {
  hub = await startHub();
});
afterAll(async () => {
  await hub.stop();
});

/** Why the projection rests when the projector is started on these positions. */
async function haltOf(change: () => Promise<unknown>): Promise<unknown> {
  await change();
  const projector = await startProjector(hub.config, silent, { restartPausesMs: [10] });
  const halt = await until(async () => (await readProjections(hub.pool)).get('agencies')?.halt, {
    what: 'the halt',
  });
  await projector.stop();
  await resumeProjection(hub.pool, { group: 'agencies', by: 'test', failuresMax: undefined });
  return halt;
}

const position = sql`read_agencies_1.position`;

describe('a projector that finds another log than the one it kept', () => {
  test('halts when the log ends before its position', async () => {
    const projector = await startProjector(hub.config, silent);
    const registered = event(
      'AgencySucceeded',
      { agencyCode: 'H62', successor: 'H44', effectiveOn: '2025-07-01' },
      { stream: 'hub' },
    );
    await hub.kept('agencies', await hub.send([await hub.record('agencies', 'H62', registered)]));
    await projector.stop();
    const halt = await haltOf(() =>
      hub.pool.query(sql`update ${position} set next_offset = next_offset + 5`),
    );
    expect(halt).toMatchObject({ code: 'POSITION_BEYOND_END' });
  });

  test('halts when the record before its position is another one', async () => {
    const halt = await haltOf(() =>
      hub.pool.query(
        sql`update ${position} set next_offset = next_offset - 5, last_record_hash = decode('00', 'hex')`,
      ),
    );
    expect(halt).toMatchObject({ code: 'RECORD_HASH_MISMATCH' });
  });
});

// Which version of its procedure a record is.
import { describe, expect, test } from 'vitest';
import { type Day, startOfDay } from '#shared/pure/time.ts';
import { translateRecord } from '../../services/one-stop-shop/core/procedures/translate-record.ts';
import { nextVersion, standingOf } from '../../services/one-stop-shop/core/procedures/versions.ts';
import { TEST_HUB_KEY } from '../support/facts.ts';
import { invented, read } from './procedures-data.ts';

describe('versions', () => {
  const record = (decision: string) =>
    read(invented({ code: '1.900001', fields: { so_quyet_dinh: decision } }));
  const onDay = (day: Day) => startOfDay(day) + 3_600_000;

  /** Records imported one after another, as the log would have them. */
  function importAll(imports: readonly (readonly [decision: string, day: Day])[]) {
    const log: { id: string; validFrom: Day; decision: string | null }[] = [];
    for (const [decision, day] of imports) {
      const stated = record(decision);
      const last = log.at(-1);
      const next = nextVersion(stated, translateRecord(stated), {
        hubKey: TEST_HUB_KEY,
        recordedAt: onDay(day),
        standing: last === undefined ? undefined : standingOf(last.id)?.version,
      });
      if (next?.draft.eventName !== 'ProcedurePublished') continue;
      const { validFrom, legalBasis } = next.draft.data;
      log.push({ id: next.draft.id, validFrom, decision: legalBasis });
    }
    return log;
  }

  test('the same record again adds nothing; a changed one is in force from its import', () => {
    expect(
      importAll([
        ['A', '2026-08-01'],
        ['A', '2026-09-01'],
        ['B', '2026-10-01'],
        ['B', '2026-10-02'],
      ]),
    ).toMatchObject([
      { validFrom: '2025-07-01', decision: 'A' },
      { validFrom: '2026-10-01', decision: 'B' },
    ]);
  });

  test('one that changes back is a version, too, under an id of its own', () => {
    const log = importAll([
      ['A', '2026-08-01'],
      ['B', '2026-09-01'],
      ['A', '2026-10-01'],
    ]);
    expect(log.map(({ decision }) => decision)).toEqual(['A', 'B', 'A']);
    expect(new Set(log.map(({ id }) => id)).size).toBe(3);
  });

  test('a record that is only read differently restates its version', () => {
    const stated = record('A');
    const first = nextVersion(stated, translateRecord(stated), {
      hubKey: TEST_HUB_KEY,
      recordedAt: onDay('2026-08-01'),
      standing: undefined,
    });
    const again = nextVersion(
      stated,
      { ...translateRecord(stated), processingDays: 99 },
      { hubKey: TEST_HUB_KEY, recordedAt: onDay('2026-09-01'), standing: first?.version },
    );
    expect(again?.version).toMatchObject({ validFrom: '2025-07-01', ordinal: 2 });
  });
});

// Changes of the catalogue, the registry and the links reach the derived rows that they touch.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { HubEvent } from '#schemas/generated/events.ts';
import { sql } from '#shared/postgres/pool.ts';
import { paper } from '../support/facts.ts';
import { until } from '../support/wait.ts';
import {
  alias,
  handedIn,
  opened,
  published,
  registered,
  resulting,
  type Stated,
  said,
  trusting,
} from './evaluator-facts.ts';
import {
  DOSSIERS,
  type EvaluatorRoom,
  HeldUpReader,
  marksIn,
  openEvaluatorRoom,
  rowOf,
  unmappedIn,
} from './evaluator-room.ts';
import { event } from './hub.ts';

let room: EvaluatorRoom;
beforeAll(async () => {
  room = await openEvaluatorRoom();
});
afterAll(async () => {
  await room.close();
});

const SHARED = { group: 'shared_papers', number: 1 } as const;

describe('a change of the registry', () => {
  const spreadAndSettle = async (): Promise<void> => room.evaluators().settle(DOSSIERS);

  test('an alias takes the papers that it maps off the list, of dossiers and of shared papers', async () => {
    await room.keep('dossiers', [...opened('R-1'), handedIn('R-1', 'Trích lục bản đồ.pdf')]);
    await room.keep('shared_papers', [
      [
        'SUBJECT',
        event(
          'PaperShared',
          { paper: paper({ name: 'Trích lục bản đồ' }) },
          { stream: 'shared', concerns: [['SUBJECT', 'HOLDER']] },
        ),
      ],
    ]);
    await spreadAndSettle();
    await room.evaluators().settle(SHARED);
    expect(await unmappedIn(room.hub)).toContain('name:trích lục bản đồ');
    await room.keep('procedures', [['alias', alias('NAME', 'Trích lục bản đồ')]]);
    await room.evaluators().settle(SHARED);
    expect(await unmappedIn(room.hub)).toContain('name:trích lục bản đồ');
    await spreadAndSettle();
    expect(await unmappedIn(room.hub)).not.toContain('name:trích lục bản đồ');
  });

  test('a procedure that lists a result makes a success of the dossiers that issued it', async () => {
    await room.keep('dossiers', [
      ...opened('R-2'),
      resulting('R-2', 'KQ.X99.000002'),
      said('R-2', 'DossierCompleted'),
    ]);
    await spreadAndSettle();
    expect(await rowOf(room.hub, 'R-2')).toMatchObject({ outcome: 'UNPROVEN' });
    const lists = {
      resultCode: 'KQ.X99.000002',
      paperKind: null,
      effect: 'GRANTS',
      validMonths: null,
    } as const;
    await room.keep('procedures', [
      ['9.999999', published({ procedureCode: '9.999999', yields: [lists] }, Date.UTC(2026, 8, 1))],
    ]);
    await spreadAndSettle();
    expect(await rowOf(room.hub, 'R-2')).toMatchObject({ outcome: 'SUCCESS' });
  });

  test('trust in a source settles what only its word proves', async () => {
    await room.keep('dossiers', [...opened('R-3'), said('R-3', 'DossierCompleted')]);
    await spreadAndSettle();
    expect(await rowOf(room.hub, 'R-3')).toMatchObject({ outcome: 'UNPROVEN' });
    await room.keep('agencies', [['trust', trusting(true)]]);
    await spreadAndSettle();
    expect(await rowOf(room.hub, 'R-3')).toMatchObject({ outcome: 'SUCCESS' });
    await room.keep('agencies', [['trust', trusting(false)]]);
    await spreadAndSettle();
    expect(await rowOf(room.hub, 'R-3')).toMatchObject({ outcome: 'UNPROVEN' });
  });

  test('a decision ends a conflict, and so does the link of two identifiers', async () => {
    const conflicting = (code: string): readonly Stated[] => {
      const [first] = opened(code);
      if (first === undefined) return [];
      const [, stated] = first;
      const other: HubEvent = {
        ...stated,
        id: `other ${code}`,
        concerns: [{ subjectKey: 'HA-2', role: 'APPLICANT' }],
      };
      const one: HubEvent = { ...stated, concerns: [{ subjectKey: 'HA-1', role: 'APPLICANT' }] };
      return [
        [code, one],
        [code, other],
      ];
    };
    await room.keep('dossiers', [...conflicting('R-4'), ...conflicting('R-5')]);
    await spreadAndSettle();
    expect(await rowOf(room.hub, 'R-4')).toMatchObject({ conflict: true });
    await room.keep('agencies', [
      [
        'R-4',
        event(
          'ConflictDecided',
          { conflictId: 'c', dossierCode: 'R-4', procedureCode: null },
          { stream: 'hub', concerns: [['HA-1', 'APPLICANT']] },
        ),
      ],
    ]);
    await spreadAndSettle();
    expect(await rowOf(room.hub, 'R-4')).toMatchObject({ conflict: false });
    expect(await rowOf(room.hub, 'R-5')).toMatchObject({ conflict: true });
    await room.keep('subjects', [
      [
        'HA-1',
        event(
          'SubjectsLinked',
          { legalBasis: null },
          {
            stream: 'hub',
            concerns: [
              ['HA-1', 'HOLDER'],
              ['HA-2', 'HOLDER'],
            ],
          },
        ),
      ],
    ]);
    await spreadAndSettle();
    expect(await rowOf(room.hub, 'R-5')).toMatchObject({ conflict: false });
  });

  test('a link that is taken back, and whose retraction is taken back, touches dossiers with several submissions', async () => {
    const several = ['R-12', 'R-13'].flatMap((code) => {
      const [first] = opened(code);
      return first === undefined ? [] : [first, [code, { ...first[1], id: `again ${code}` }] as const];
    });
    await room.keep('dossiers', [...several, ...opened('R-14')]);
    await spreadAndSettle();
    const link = event(
      'SubjectsLinked',
      { legalBasis: null },
      {
        stream: 'hub',
        concerns: [
          ['HA-8', 'HOLDER'],
          ['HA-9', 'HOLDER'],
        ],
      },
    );
    const takenBack = (target: HubEvent): HubEvent =>
      event(
        'FactRetracted',
        { target: { source: target.source, id: target.id }, factType: target.type },
        { stream: 'hub' },
      );
    await room.keep('subjects', [['HA-8', link]]);
    const touched = await room.evaluators().spread(DOSSIERS);
    expect(touched).toBeGreaterThanOrEqual(2);
    const first = takenBack(link);
    await room.keep('subjects', [['HA-8', first]]);
    expect(await room.evaluators().spread(DOSSIERS)).toBe(touched);
    await room.keep('subjects', [['HA-8', takenBack(first)]]);
    expect(await room.evaluators().spread(DOSSIERS)).toBe(touched);
    expect(await marksIn(room.hub)).not.toContain('R-14');
    await room.evaluators().settle(DOSSIERS);
  });

  test('an agency that is registered later gives its dossiers their level', async () => {
    const [first, ...others] = opened('R-6');
    if (first === undefined) throw new Error('nothing was said');
    await room.keep('dossiers', [[first[0], { ...first[1], agency: 'H44.151' }], ...others]);
    await spreadAndSettle();
    expect(await rowOf(room.hub, 'R-6')).toMatchObject({ level: null });
    await room.keep('agencies', [['H44.151', registered('H44.151', 'COMMUNE')]]);
    await spreadAndSettle();
    expect(await rowOf(room.hub, 'R-6')).toMatchObject({ level: 'COMMUNE' });
  });

  test('marks what it touches and nothing else, once', async () => {
    const codes = ['R-8', 'R-9', 'R-10'];
    await room.keep('dossiers', [
      ...codes.flatMap((code) => [...opened(code), handedIn(code, 'Giấy lạ T')]),
      ...opened('R-11'),
      handedIn('R-11', 'Giấy lạ khác'),
    ]);
    await spreadAndSettle();
    await room.keep('procedures', [['alias', alias('NAME', 'Không ai gửi giấy này')]]);
    expect(await room.evaluators().spread(DOSSIERS)).toBe(0);
    await room.keep('procedures', [['alias', alias('NAME', 'Giấy lạ T')]]);
    expect(await room.evaluators().spread(DOSSIERS)).toBe(codes.length);
    expect(await marksIn(room.hub)).toEqual(codes.toSorted());
    expect(await room.evaluators().spread(DOSSIERS)).toBe(0);
    await room.evaluators().settle(DOSSIERS);
  });

  test('a succession touches everything', async () => {
    const succeeded = { agencyCode: 'H62', successor: 'H44', effectiveOn: '2025-07-01' };
    await room.keep('agencies', [['H62', event('AgencySucceeded', succeeded, { stream: 'hub' })]]);
    const [counted] = await room.hub.pool.query<{ count: number }>(
      sql`select count(*)::int as count from read.dossier_current`,
    );
    expect(await room.evaluators().spread(DOSSIERS)).toBe(counted?.count);
    await room.evaluators().settle(DOSSIERS);
  });

  test('that comes while an aggregate is folded by the older registry reaches it all the same', async () => {
    await room.keep('dossiers', [...opened('R-7'), handedIn('R-7', 'Giấy lạ R')]);
    const spread = Promise.withResolvers<number>();
    let told = false;
    await room.evaluators().evaluate(
      DOSSIERS,
      new HeldUpReader(room.hub, async () => {
        if (told) return;
        told = true;
        await room.keep('procedures', [['alias', alias('NAME', 'Giấy lạ R')]]);
        // It waits for this fold, and then finds the row that the fold leaves.
        spread.resolve(room.evaluators().spread(DOSSIERS));
        await until(async () => (await waitingForLocks()) > 0, { what: 'the spread to wait for the fold' });
      }),
    );
    expect(await spread.promise).toBe(1);
    await room.evaluators().settle(DOSSIERS);
    expect(await unmappedIn(room.hub)).not.toContain('name:giấy lạ r');
  });
});

async function waitingForLocks(): Promise<number> {
  const [waiting] = await room.hub.pool.query<{ count: number }>(sql`
    select count(*)::int as count from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`);
  return waiting?.count ?? 0;
}

// Several snapshots of one dossier: what is new in each, and what stands in the end whatever the order of arrival.

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FactDraft } from '#shared/pure/draft.ts';
import { sharedDataIsMissing } from '../support/data.ts';
import {
  cleanDossier,
  dossierMessage,
  draftOf,
  draftsOf,
  EXAMPLES_FILE,
  type Item,
  itemsOf,
  listedBy,
  progressMessage,
  progressRows,
  translate,
} from './examples.ts';
import { fold } from './facts.ts';

const stated = (changes: Item = {}) => translate(dossierMessage(cleanDossier(changes)));
const newIn = (later: readonly FactDraft[], earlier: readonly FactDraft[]): readonly string[] => {
  const known = new Set(earlier.map(({ id }) => id));
  return later.filter(({ id }) => !known.has(id)).map(({ eventName }) => eventName);
};
const components = () => itemsOf('TaiLieuNop');
const dueOf = (drafts: readonly FactDraft[]): readonly (number | null)[] =>
  fold(drafts).facts.flatMap(({ fact }) =>
    fact.event.eventName === 'DossierAccepted' ? [fact.event.dueAt] : [],
  );
const anyOrder = (drafts: readonly FactDraft[]) =>
  fc.shuffledSubarray([...drafts, ...drafts], { minLength: drafts.length * 2 });

describe.skipIf(sharedDataIsMissing(EXAMPLES_FILE))('snapshots in a row', () => {
  test('the same snapshot again adds nothing but that it was stated anew', () => {
    expect(newIn(stated(), stated())).toEqual(['SnapshotStated']);
  });

  test('a changed due date is a new acceptance and nothing else', () => {
    expect(newIn(stated({ NgayHenTra: '20260920170000' }), stated())).toEqual([
      'DossierAccepted',
      'SnapshotStated',
    ]);
  });

  test('a due date that goes 15, 20, 15 ends at 15 in any order of arrival, however often it arrives', () => {
    const history = ['15', '20', '15'].flatMap((day) => stated({ NgayHenTra: `202609${day}170000` }));
    fc.assert(
      fc.property(anyOrder(history), (arrived) => {
        expect(dueOf(arrived)).toEqual([Date.parse('2026-09-15T17:00:00+07:00')]);
      }),
      { numRuns: 50 },
    );
  });

  test('a component that is not stated any more is gone, in any order of arrival', () => {
    const history = [...stated(), ...stated({ TaiLieuNop: components().slice(0, 1) })];
    fc.assert(
      fc.property(anyOrder(history), (arrived) => {
        expect(fold(arrived).components.map(({ event }) => event.componentKey)).toEqual(['900001']);
      }),
      { numRuns: 50 },
    );
  });

  test('an empty or missing list of papers states nothing', () => {
    const before = stated();
    const empty = stated({ TaiLieuNop: [], DanhSachGiayToKetQua: null });
    expect(Object.keys(listedBy(empty))).toEqual(['HEADER', 'FEES', 'SUPPLEMENTS']);
    expect(fold([...before, ...empty]).components).toHaveLength(2);
    expect(fold([...before, ...empty]).results).toHaveLength(1);
  });

  test('a list of papers that are all deleted empties it', () => {
    const before = stated();
    const deleted = stated({ TaiLieuNop: components().map((item) => ({ ...item, IsDeleted: 'True' })) });
    expect(listedBy(deleted)).toMatchObject({ COMPONENTS: {} });
    expect(draftsOf(deleted, 'ComponentSubmitted')).toEqual([]);
    expect(fold([...before, ...deleted]).components).toEqual([]);
  });

  test('a deleted paper among others is left out', () => {
    const [first, second] = components();
    const drafts = stated({ TaiLieuNop: [first, { ...second, IsDeleted: true }] });
    expect(Object.keys(listedBy(drafts)['COMPONENTS'] ?? {})).toEqual(['component:900001']);
  });

  test('a list of nothing but empty rows states nothing', () => {
    expect(listedBy(stated({ TaiLieuNop: [{ TenTepDinhKem: '', IsDeleted: null }] }))).not.toHaveProperty(
      'COMPONENTS',
    );
  });

  test('a dossier that stands in one message twice ends as the second says', () => {
    const drafts = translate(dossierMessage(cleanDossier(), cleanDossier({ NgayHenTra: '20260920170000' })));
    expect(draftsOf(drafts, 'SnapshotStated')).toHaveLength(2);
    expect(new Set(drafts.map(({ id }) => id)).size).toBe(drafts.length);
    expect(dueOf(drafts)).toEqual([Date.parse('2026-09-20T17:00:00+07:00')]);
  });

  test('snapshots and progress rows together make the state, the steps and one supplement', () => {
    const history = [...stated(), ...stated(), ...translate(progressMessage(...progressRows()))];
    const dossier = fold(history);
    const names = dossier.facts.map(({ fact }) => fact.event.eventName);
    expect(dossier.state).toBe('RESULT_RETURNED');
    expect(dossier.outcome).toBe('SUCCESS');
    expect(names.filter((name) => name === 'ProcessingStepRecorded')).toHaveLength(5);
    expect(names.filter((name) => name === 'SupplementRequested')).toHaveLength(1);
    expect(names.filter((name) => name === 'ResultReturned')).toHaveLength(1);
  });
});

describe.skipIf(sharedDataIsMissing(EXAMPLES_FILE))('progress rows', () => {
  test('become steps of no snapshot, each dated by itself', () => {
    const steps = draftsOf(translate(progressMessage(...progressRows())), 'ProcessingStepRecorded');
    expect(steps.map(({ data }) => data.status)).toEqual([
      'ACCEPTED',
      'SUPPLEMENT_REQUESTED',
      'PROCESSING',
      'COMPLETED',
      'RESULT_RETURNED',
    ]);
    for (const step of steps) expect(step).not.toHaveProperty('snapshotActualAt');
    expect(steps[1]).toMatchObject({
      key: 'H44.150-260914-0012',
      source: '/agencies/H44.150/national-sync',
      occurredAt: Date.parse('2026-09-14T10:15:00+07:00'),
      text: {
        officer: 'Lê Văn Dũng',
        officerTitle: 'Công chức Tư pháp - Hộ tịch',
        content: 'Yêu cầu bổ sung bản chụp Giấy chứng sinh',
      },
      data: {
        startedAt: Date.parse('2026-09-14T09:00:00+07:00'),
        dueAt: Date.parse('2026-09-15T17:00:00+07:00'),
        unitName: 'Phòng Văn hóa - Xã hội',
      },
    });
  });

  test('sent again, or twice in one message, add nothing', () => {
    const rows = progressRows();
    const once = translate(progressMessage(...rows));
    expect(translate(progressMessage(...rows, ...rows)).map(({ id }) => id)).toEqual(
      once.map(({ id }) => id),
    );
  });

  test('are recorded at one instant', () => {
    const drafts = translate(progressMessage(...progressRows()));
    expect(new Set(drafts.map(({ recordedAt }) => recordedAt)).size).toBe(1);
  });
});

test('draftOf refuses what is not there, so that no expectation above passes on nothing', () => {
  expect(() => draftOf([], 'SnapshotStated')).toThrow('not exactly one');
});

import path from 'node:path';
import { expect, test } from 'vitest';
import {
  type CatalogueFiles,
  catalogueEntries,
  missingDrafts,
  readCatalogue,
  type Standing,
  standingOf,
} from '#infra/migrate/catalogue.ts';
import { TEST_HUB_KEY } from '../support/facts.ts';

const files = readCatalogue(path.resolve('schemas/catalogue'));

function idsOf(
  stated: CatalogueFiles,
  standing: ReadonlyMap<string, Standing> = new Map(),
): readonly string[] {
  return missingDrafts(catalogueEntries(stated, TEST_HUB_KEY), standing, 0).map(({ id }) => id);
}

function withDays(processingDays: number): CatalogueFiles {
  const procedures = files.procedures.map((each, index) =>
    index === 0 ? { ...each, processingDays } : each,
  );
  return { ...files, procedures };
}

test('what stands in the log adds nothing, in whatever order it is read', () => {
  const ids = idsOf(files);
  expect(new Set(ids).size).toBe(ids.length);
  expect(idsOf(files, standingOf(ids.toReversed()))).toEqual([]);
});

test('a changed entry adds one fact, and changed back it adds another: the newest counts', () => {
  const log = [...idsOf(files)];
  for (const days of [7, 2, 7]) {
    const added = idsOf(withDays(days), standingOf(log));
    expect(added).toHaveLength(1);
    log.push(...added);
    expect(idsOf(withDays(days), standingOf(log))).toEqual([]);
  }
  expect(new Set(log).size).toBe(log.length);
});

test('a closed code is succeeded from the day after its last; one whose successor is uncertain is not', () => {
  const drafts = missingDrafts(catalogueEntries(files, TEST_HUB_KEY), new Map(), 0);
  const successions = drafts
    .filter(({ eventName }) => eventName === 'AgencySucceeded')
    .map(({ data }) => data);
  expect(successions).toHaveLength(35);
  expect(successions).toContainEqual({ agencyCode: 'H62', successor: 'H44', effectiveOn: '2025-07-01' });
  expect(successions).not.toContainEqual(expect.objectContaining({ agencyCode: 'G36' }));
});

test('every paper that may be reused names its legal basis, every one that never may names none', () => {
  for (const { papers } of files.procedures) {
    for (const { condition, legalBasis } of papers) expect(legalBasis === null).toBe(condition === 'NEVER');
  }
});

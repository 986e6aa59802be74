// Who answers for a dossier after its agency was closed.

import { expect, test } from 'vitest';
import { Agencies, type Agency } from '#shared/once-only/agencies.ts';
import { answeringAgency } from '../../services/one-stop-shop/core/answering-agency.ts';

function agency(code: string, validTo?: string, ...successors: readonly string[]): Agency {
  return { code, name: code, successors, predecessors: [], ...(validTo !== undefined && { validTo }) };
}

const AGENCIES = new Agencies([
  agency('H44'),
  agency('H62', '2025-06-30', 'H44'),
  agency('H61', '2020-12-31', 'H62'),
  agency('H90', '2025-06-30'),
  agency('H91', '2025-06-30', 'H92'),
  agency('H92', '2025-06-30', 'H91'),
]);

test.each([
  ['H44', '2026-09-15', 'H44', 'lives'],
  ['H62', '2025-06-30', 'H62', 'has its last day'],
  ['H62', '2025-07-01', 'H44', 'was succeeded'],
  ['H61', '2026-09-15', 'H44', 'was succeeded twice'],
  ['H61', '2024-01-01', 'H62', 'was succeeded by one that still lived'],
  ['H90', '2026-09-15', 'H90', 'was closed without a successor'],
  ['H91', '2026-09-15', 'H92', 'was entered in a circle'],
  ['H62.12', '2026-09-15', 'H62.12', 'is unknown'],
])('for %s on %s it is %s, which %s', (code, on, answering) => {
  expect(answeringAgency(AGENCIES, code, on)).toBe(answering);
});

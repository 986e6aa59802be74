/** A record of the national catalogue as a procedure of the hub: all of it but the days on which it is in force. */
import type { ProcedurePublishedData } from '#schemas/generated/events.ts';
import { foldText } from '#shared/pure/text.ts';
import { applicantRoleOf } from './applicant-role.ts';
import type { CatalogueRecord } from './catalogue-record.ts';
import { type ChannelRow, readChannelRows } from './channel-rows.ts';
import { readPaperRows } from './paper-rows.ts';
import { processingDaysOf } from './processing-days.ts';
import { defectsOf } from './record-defects.ts';
import { requiredPapersOf } from './required-papers.ts';
import { effectOf } from './result-effect.ts';
import { type ResultRow, readResultRows } from './result-rows.ts';

export type ProcedureContent = Omit<ProcedurePublishedData, 'validFrom' | 'validTo'>;

const LEVELS: Readonly<Record<string, string>> = {
  'cấp bộ': 'MINISTRY',
  'cấp tỉnh': 'PROVINCE',
  'cấp xã': 'COMMUNE',
  'cơ quan khác': 'OTHER',
};

export function translateRecord(record: CatalogueRecord): ProcedureContent {
  const { sections } = record;
  const papers = readPaperRows(sections.papers);
  const results = readResultRows(sections.results);
  const channels = readChannelRows(sections.channels);
  return {
    procedureCode: record.code,
    procedureName: record.name,
    nameEn: null,
    levels: record.levels.map((level) => LEVELS[foldText(level)] ?? level),
    processingDays: processingDaysOf(channels) ?? 0,
    applicantRole: applicantRoleOf(record),
    avoidable: false,
    avoidableBy: [],
    legalBasis: record.decision === '' ? null : record.decision,
    yields: yieldsOf(results),
    papers: requiredPapersOf(papers),
    prefill: [],
    // What is grouped by: half of the catalogue's fields would have a twin otherwise.
    fieldName: record.field === '' ? null : record.field.normalize('NFC'),
    withFee: withFee(channels),
    payableOnline: null,
    origin: 'IMPORTED',
    defects: defectsOf(record, { papers, results, channels }),
  };
}

/** Codes as sent; what a record says twice of a code counts as it says it first. */
function yieldsOf(results: readonly ResultRow[]): ProcedurePublishedData['yields'] {
  const first = new Map(results.toReversed().map((row) => [row.code, row]));
  return results
    .filter((row) => first.get(row.code) === row)
    .map((row) => ({ resultCode: row.code, paperKind: null, effect: effectOf(row), validMonths: null }));
}

function withFee(channels: readonly ChannelRow[]): boolean | null {
  const fees = channels.flatMap(({ fee }) => fee ?? []);
  if (fees.some(({ amount }) => amount > 0)) return true;
  return fees.length === 0 ? null : false;
}

/** Rows as read, with what the catalogue and the registry add, as the indicators take them. Pure. */
import { levelOf } from '#shared/indicators/agency-level.ts';
import { answerAll } from '#shared/indicators/all-indicators.ts';
import { type Answer, NO_DATA } from '#shared/indicators/indicator.ts';
import type { AgencyTally, ProcedureTally } from '#shared/indicators/tallies.ts';
import type { Agencies, Agency } from '#shared/once-only/agencies.ts';
import type { Catalogue } from '#shared/once-only/catalogue.ts';
import { addMonths, type Day } from '#shared/pure/time.ts';
import { type IndicatorQuestion, isAsked } from './indicator-question.ts';
import type { IndicatorRows } from './indicator-reads.ts';

interface Registry {
  readonly catalogue: Catalogue;
  readonly agencies: Agencies;
}

/** What has no field of administration; asked for by one, it is not answered as if it were all of it. */
const NOT_BY_FIELD: ReadonlySet<string> = new Set([
  'agencyConnection',
  'signedDocumentRate',
  'workFileOnlineRate',
  'staffQualification',
  'headcountCut',
]);

/** Every indicator, for one question. */
export function answerIndicators(
  rows: IndicatorRows,
  { catalogue, agencies }: Registry,
  question: IndicatorQuestion,
): Answer[] {
  const answers = answerAll({
    ...rows,
    agencies: agencyTallies(agencies, rows, question),
    procedures: procedureTallies(catalogue, question),
    year: Number(question.to.slice(0, 4)),
  });
  if (question.field === undefined) return answers;
  return answers.map((answer) =>
    NOT_BY_FIELD.has(answer.id) ? withoutData(answer, 'not kept by field') : answer,
  );
}

function withoutData({ id, target, targets, source }: Answer, reason: string): Answer {
  return {
    id,
    value: null,
    numerator: 0,
    denominator: 0,
    target,
    targets,
    source,
    reason: `${NO_DATA}: ${reason}`,
  };
}

/** The agencies asked about that are in being on the last day. */
export function agencyTallies(
  agencies: Agencies,
  { connected, connectedYearBefore }: Pick<IndicatorRows, 'connected' | 'connectedYearBefore'>,
  question: IndicatorQuestion,
): AgencyTally[] {
  const yearBefore = addMonths(question.to, -12);
  return agencies
    .all()
    .filter((agency) => isInBeing(agency, question.to) && isAsked(agency.code, question))
    .map((agency) => ({
      agency: agency.code,
      level: levelOf(agency.code, agencies),
      connected: connected.has(agency.code),
      connectedYearBefore: isInBeing(agency, yearBefore) ? connectedYearBefore.has(agency.code) : null,
    }))
    .filter(({ level }) => question.level === undefined || level === question.level);
}

function isInBeing({ validFrom, validTo }: Agency, on: Day): boolean {
  return (validFrom === undefined || validFrom <= on) && (validTo === undefined || on <= validTo);
}

/** Procedures in force on the last day of which the catalogue says whether they have a fee. */
function procedureTallies(catalogue: Catalogue, { to, level, field }: IndicatorQuestion): ProcedureTally[] {
  return catalogue.procedures().flatMap(({ procedureCode }) => {
    const version = catalogue.procedureOn(procedureCode, to);
    if (version === undefined || version.withFee === null) return [];
    if (level !== undefined && !version.levels.includes(level)) return [];
    if (field !== undefined && version.fieldName?.toLowerCase() !== field.toLowerCase()) return [];
    return [{ withFee: version.withFee, payableOnline: version.payableOnline ?? false }];
  });
}

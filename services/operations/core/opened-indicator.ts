/** An indicator opened down to what is counted in it, one by one. */
import { agencyConnection } from '#shared/indicators/agency-connection.ts';
import { apologyRate } from '#shared/indicators/apology-rate.ts';
import { declaredFieldsCut } from '#shared/indicators/declared-fields-cut.ts';
import { digitisedRate } from '#shared/indicators/digitised-rate.ts';
import { eResultRate } from '#shared/indicators/e-result-rate.ts';
import type { Count, Rate } from '#shared/indicators/indicator.ts';
import { internalTransferRate } from '#shared/indicators/internal-transfer-rate.ts';
import { onTimeRate } from '#shared/indicators/on-time-rate.ts';
import { onceOnlyRate } from '#shared/indicators/once-only-rate.ts';
import { onlineRate } from '#shared/indicators/online-rate.ts';
import { paymentOnlineRate } from '#shared/indicators/payment-online-rate.ts';
import { petitionOnTimeRate } from '#shared/indicators/petition-on-time-rate.ts';
import { reuseRate } from '#shared/indicators/reuse-rate.ts';
import { satisfactionRate } from '#shared/indicators/satisfaction-rate.ts';
import { signedDocumentRate } from '#shared/indicators/signed-document-rate.ts';
import { staffWithDegree } from '#shared/indicators/staff-qualification.ts';
import type { AgencyTally, DossierTally } from '#shared/indicators/tallies.ts';
import { workFileOnlineRate } from '#shared/indicators/work-file-online-rate.ts';
import type { IndicatorQuestion } from './indicator-question.ts';
import type { Coded, IndicatorReads, ReadNext } from './indicator-reads.ts';

/** One of what is counted. */
export interface CountedCase extends Count {
  /** What `code` names. */
  readonly kind: 'dossier' | 'document' | 'work-file' | 'petition' | 'agency' | 'civil-servant';
  readonly code: string;
  readonly agency: string;
}

export interface OpenedPage {
  readonly cases: readonly CountedCase[];
  /** The code after which the next page begins; absent where nothing follows. */
  readonly next?: string;
}

export type OpenPage = (question: IndicatorQuestion, after: string, limit: number) => Promise<OpenedPage>;

const DOSSIER_RATES: readonly Rate<DossierTally>[] = [
  onceOnlyRate,
  reuseRate,
  declaredFieldsCut,
  digitisedRate,
  eResultRate,
  onlineRate,
  onTimeRate,
  apologyRate,
  paymentOnlineRate,
  internalTransferRate,
  satisfactionRate,
];

/** How each indicator is opened; those that are made of other figures are not among them. */
export function openedIndicators(
  reads: IndicatorReads,
  agencies: (question: IndicatorQuestion) => Promise<readonly AgencyTally[]>,
): ReadonlyMap<string, OpenPage> {
  const ofAgencies: ReadNext<AgencyTally> = async (question, after, limit) =>
    (await agencies(question))
      .map((tally) => ({ ...tally, code: tally.agency }))
      .filter(({ code }) => code > after)
      .toSorted((left, right) => (left.code < right.code ? -1 : 1))
      .slice(0, limit);
  return new Map<string, OpenPage>([
    ...DOSSIER_RATES.map((rate) => [rate.id, opened('dossier', reads.dossiers, rate)] as const),
    [signedDocumentRate.id, opened('document', reads.documents, signedDocumentRate)],
    [workFileOnlineRate.id, opened('work-file', reads.workFiles, workFileOnlineRate)],
    [petitionOnTimeRate.id, opened('petition', reads.petitions, petitionOnTimeRate)],
    [agencyConnection.id, opened('agency', ofAgencies, agencyConnection)],
    [staffWithDegree.id, opened('civil-servant', reads.staff, staffWithDegree)],
  ]);
}

/** Rows that are looked at for one page: where few count, a page may be short although more follow. */
const LOOKED_AT = 2_000;

function opened<T>(kind: CountedCase['kind'], read: ReadNext<T>, rate: Rate<T>): OpenPage {
  return async (question, after, limit) => {
    const rows = await read(question, after, LOOKED_AT);
    const counted = rows.map((row) => caseOf(kind, row, rate)).filter(({ denominator }) => denominator > 0);
    const cases = counted.slice(0, limit);
    const last = counted.length > limit ? cases.at(-1) : rows.length === LOOKED_AT ? rows.at(-1) : undefined;
    return last === undefined ? { cases } : { cases, next: last.code };
  };
}

function caseOf<T>(kind: CountedCase['kind'], row: Coded<T>, rate: Rate<T>): CountedCase {
  const { code, agency } = row;
  return { kind, code, agency, ...rate.count(row) };
}

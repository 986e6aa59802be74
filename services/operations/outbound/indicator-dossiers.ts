/** Dossiers as indicators count them: together where they are alike, or one by one. */
import type { DossierTally } from '#shared/indicators/tallies.ts';
import { type Queryable, type SqlQuery, sql } from '#shared/postgres/pool.ts';
import type { IndicatorQuestion } from '../core/indicator-question.ts';
import type { Coded } from '../core/indicator-reads.ts';
import { endOf, inPeriod, ofField, ofOffices } from './indicator-conditions.ts';

const FEATURES = sql`
  accepted, channel, field, late, completed, apologised, "reAsked", reused, "componentFile", "resultFile"`;
const SUMS: readonly (readonly [string, string])[] = [
  ['result_papers', 'resultPapers'],
  ['signed_results', 'signedResults'],
  ['unverified_results', 'unverifiedResults'],
  ['form_fields', 'formFields'],
  ['prefilled_fields', 'prefilledFields'],
  ['fees_paid', 'feesPaid'],
  ['fees_paid_online', 'feesPaidOnline'],
  ['transfers', 'transfers'],
  ['electronic_transfers', 'electronicTransfers'],
  ['ratings', 'ratings'],
  ['satisfied', 'satisfied'],
];

/** Of a province's year some thousand rows, from some hundred thousand dossiers. */
export function tallyDossiers(on: Queryable, question: IndicatorQuestion): Promise<readonly DossierTally[]> {
  const sums = SUMS.map(([column, name]) => sql`sum(${sql.ident(column)})::int as ${sql.ident(name)}`);
  return on.query<DossierTally>(sql`
    select count(*)::int as dossiers, ${FEATURES}, ${sql.join(sums, sql`, `)}
    from (${dossiersAsked(question)}) dossier
    group by ${FEATURES}`);
}

/** The next dossiers after a code, each as a tally of one. */
export function readDossiers(
  on: Queryable,
  question: IndicatorQuestion,
  after: string,
  limit: number,
): Promise<readonly Coded<DossierTally>[]> {
  const values = SUMS.map(([column, name]) => sql`${sql.ident(column)} as ${sql.ident(name)}`);
  return on.query<Coded<DossierTally>>(sql`
    select code, agency, 1 as dossiers, ${FEATURES}, ${sql.join(values, sql`, `)}
    from (${dossiersAsked(question)}) dossier
    where code > ${after}
    order by code limit ${limit}`);
}

/** Judged at the end of the period: what ended later had not ended, and what was late by then is late. */
function dossiersAsked(question: IndicatorQuestion): SqlQuery {
  const end = endOf(question);
  return sql`
    select dossier_code as code, agency, channel, coalesce(field_name, field_code) as field, reused,
      accepted_at is not null as accepted,
      coalesce(late_from < least(completed_at, closed_at, ${end}), false) as late,
      coalesce(completed_at < ${end} and due_at is not null, false) as completed,
      coalesce(apologised_at < ${end}, false) as apologised,
      re_ask.dossier is not null as "reAsked",
      component_file as "componentFile", result_file as "resultFile",
      ${sql.join(
        SUMS.map(([column]) => sql.ident(column)),
        sql`, `,
      )}
    from read.dossier_current
    left join (
      select distinct dossier_code as dossier from read.finding where finding_type = 'RE_ASK'
    ) re_ask on re_ask.dossier = dossier_code
    where ${inPeriod(sql`counted_on`, question)} and ${ofOffices(question)} and ${ofField(question)}`;
}

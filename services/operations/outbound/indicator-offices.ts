/** Agencies, their establishment and their staff as indicators count them. */
import type { EstablishmentTally, StaffTally } from '#shared/indicators/tallies.ts';
import { type Queryable, type SqlQuery, sql } from '#shared/postgres/pool.ts';
import { addDays, type Day } from '#shared/pure/time.ts';
import type { IndicatorQuestion } from '../core/indicator-question.ts';
import type { Coded } from '../core/indicator-reads.ts';
import { ofOffices } from './indicator-conditions.ts';

const CONNECTED_DAYS = 30;

/** The agencies of which an event was recorded on one of the 30 days that end with this one. */
export async function connectedAgencies(on: Queryable, lastDay: Day): Promise<ReadonlySet<string>> {
  const first = addDays(lastDay, 1 - CONNECTED_DAYS);
  const rows = await on.query<{ agency: string }>(sql`
    select distinct agency from read.agency_activity
    where last_recorded_on >= ${first}::date
      and exists (select from unnest(recorded_on) day where day between ${first}::date and ${lastDay}::date)`);
  return new Set(rows.map(({ agency }) => agency));
}

export function readEstablishment(
  on: Queryable,
  question: IndicatorQuestion,
): Promise<readonly EstablishmentTally[]> {
  return on.query<EstablishmentTally>(sql`
    select agency, year, approved from read.establishment_current
    where ${ofOffices(question)} and year <= ${Number(question.to.slice(0, 4))}
    order by agency, year`);
}

export function tallyStaff(on: Queryable, question: IndicatorQuestion): Promise<readonly StaffTally[]> {
  return on.query<StaffTally>(sql`
    select count(*)::int as staff, level, degrees, certificates from (${staffAsked(question)}) staff
    group by level, degrees, certificates`);
}

export function readStaff(
  on: Queryable,
  question: IndicatorQuestion,
  after: string,
  limit: number,
): Promise<readonly Coded<StaffTally>[]> {
  return on.query<Coded<StaffTally>>(sql`
    select code, agency, 1 as staff, level, degrees, certificates from (${staffAsked(question)}) staff
    where code > ${after} order by code limit ${limit}`);
}

/** In service on the last day. */
function staffAsked(question: IndicatorQuestion): SqlQuery {
  return sql`
    select civil_servant_code as code, agency, level, degrees, certificates from read.civil_servant_current
    where (left_on is null or left_on > ${question.to}::date) and ${ofOffices(question)}`;
}

/** Aggregates that wait to be evaluated: what is counted may not know their newest facts yet. Counted to a bound. */
export async function countWaiting(on: Queryable): Promise<number> {
  const [row] = await on.query<{ waiting: number }>(sql`
    select count(*)::int as waiting from (select from read.dirty limit ${WAITING_MAX}) dirty`);
  return row?.waiting ?? 0;
}

const WAITING_MAX = 10_000;

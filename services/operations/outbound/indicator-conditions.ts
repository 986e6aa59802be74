/** The conditions of an indicator's question in SQL, over the tables that are derived from facts. */
import { type SqlQuery, sql } from '#shared/postgres/pool.ts';
import { formatInstant, startOfDay } from '#shared/pure/time.ts';
import type { IndicatorQuestion } from '../core/indicator-question.ts';

/** Rows of the agencies and the level asked about. */
export function ofOffices({ offices, level }: IndicatorQuestion): SqlQuery {
  const office =
    offices === undefined
      ? sql`true`
      : sql`exists (
          select from unnest(${offices}::text[]) as office (code)
          where agency = office.code or starts_with(agency, office.code || '.')
        )`;
  return level === undefined ? office : sql`${office} and level = ${level}`;
}

/** Rows of the field asked about, by its code or its name. */
export function ofField({ field }: IndicatorQuestion): SqlQuery {
  return field === undefined
    ? sql`true`
    : sql`(field_code = ${field} or lower(field_name) = lower(${field}))`;
}

/** Rows whose day lies in the period. */
export function inPeriod(day: SqlQuery, { from, to }: IndicatorQuestion): SqlQuery {
  return from === undefined
    ? sql`${day} <= ${to}::date`
    : sql`${day} <= ${to}::date and ${day} >= ${from}::date`;
}

/** Rows whose instant lies in the period. */
export function happenedIn(instant: SqlQuery, question: IndicatorQuestion): SqlQuery {
  const { from } = question;
  return from === undefined
    ? sql`${instant} < ${endOf(question)}`
    : sql`${instant} < ${endOf(question)} and ${instant} >= ${formatInstant(startOfDay(from))}::timestamptz`;
}

/** The first instant after the period. */
export function endOf({ end }: IndicatorQuestion): SqlQuery {
  return sql`${formatInstant(end)}::timestamptz`;
}

/** Official documents, work files and petitions as indicators count them. Secret ones are left out here. */
import type { DocumentTally, PetitionTally, WorkFileTally } from '#shared/indicators/tallies.ts';
import { type Queryable, type SqlQuery, sql } from '#shared/postgres/pool.ts';
import type { IndicatorQuestion } from '../core/indicator-question.ts';
import type { Coded } from '../core/indicator-reads.ts';
import { happenedIn, inPeriod, ofField, ofOffices } from './indicator-conditions.ts';

export function tallyDocuments(
  on: Queryable,
  question: IndicatorQuestion,
): Promise<readonly DocumentTally[]> {
  return on.query<DocumentTally>(sql`
    select count(*)::int as documents, signature from (${documentsAsked(question)}) document group by signature`);
}

export function readDocuments(
  on: Queryable,
  question: IndicatorQuestion,
  after: string,
  limit: number,
): Promise<readonly Coded<DocumentTally>[]> {
  return on.query<Coded<DocumentTally>>(sql`
    select code, agency, 1 as documents, signature from (${documentsAsked(question)}) document
    where code > ${after} order by code limit ${limit}`);
}

function documentsAsked(question: IndicatorQuestion): SqlQuery {
  return sql`
    select document_key as code, agency, signature from read.document_current
    where not secrecy_suspected and ${happenedIn(sql`sent_at`, question)} and ${ofOffices(question)}`;
}

export function tallyWorkFiles(
  on: Queryable,
  question: IndicatorQuestion,
): Promise<readonly WorkFileTally[]> {
  return on.query<WorkFileTally>(sql`
    select count(*)::int as "workFiles", level, "processedOnline" from (${workFilesAsked(question)}) work_file
    group by level, "processedOnline"`);
}

export function readWorkFiles(
  on: Queryable,
  question: IndicatorQuestion,
  after: string,
  limit: number,
): Promise<readonly Coded<WorkFileTally>[]> {
  return on.query<Coded<WorkFileTally>>(sql`
    select code, agency, 1 as "workFiles", level, "processedOnline" from (${workFilesAsked(question)}) work_file
    where code > ${after} order by code limit ${limit}`);
}

function workFilesAsked(question: IndicatorQuestion): SqlQuery {
  return sql`
    select work_file_code as code, agency, level,
      coalesce(processed_online and closed_on <= ${question.to}::date, false) as "processedOnline"
    from read.work_file_current
    where not secret and ${inPeriod(sql`opened_on`, question)} and ${ofOffices(question)}`;
}

export function tallyPetitions(
  on: Queryable,
  question: IndicatorQuestion,
): Promise<readonly PetitionTally[]> {
  return on.query<PetitionTally>(sql`
    select count(*)::int as petitions, "receivedOn", "answeredOn" from (${petitionsAsked(question)}) petition
    group by "receivedOn", "answeredOn"`);
}

export function readPetitions(
  on: Queryable,
  question: IndicatorQuestion,
  after: string,
  limit: number,
): Promise<readonly Coded<PetitionTally>[]> {
  return on.query<Coded<PetitionTally>>(sql`
    select code, agency, 1 as petitions, "receivedOn", "answeredOn" from (${petitionsAsked(question)}) petition
    where code > ${after} order by code limit ${limit}`);
}

function petitionsAsked(question: IndicatorQuestion): SqlQuery {
  return sql`
    select petition_code as code, agency, received_on::text as "receivedOn",
      case when answered_on <= ${question.to}::date then answered_on::text end as "answeredOn"
    from read.petition_current
    where ${inPeriod(sql`received_on`, question)} and ${ofOffices(question)} and ${ofField(question)}`;
}

-- What is read: the live generation of every group. Recreated as a whole at every swap.
create schema if not exists read;

drop view if exists read.dossier_fact, read.shared_fact, read.document_fact, read.civil_servant_fact,
  read.procedure_fact, read.agency_fact, read.paper_statement, read.civil_servant_subject,
  read.position, read.dead_letter;

create view read.dossier_fact with (security_invoker = true) as
  select aggregate_key, fact_id, body_hash, event_type, occurred_at, recorded_at, source, event_id,
    partition, record_offset, payload
  from {dossiers}.fact;

create view read.shared_fact with (security_invoker = true) as
  select aggregate_key, fact_id, body_hash, event_type, occurred_at, recorded_at, source, event_id,
    partition, record_offset, payload
  from {shared_papers}.fact;

create view read.document_fact with (security_invoker = true) as
  select aggregate_key, fact_id, body_hash, event_type, occurred_at, recorded_at, source, event_id,
    partition, record_offset, payload
  from {documents}.fact;

create view read.civil_servant_fact with (security_invoker = true) as
  select aggregate_key, fact_id, body_hash, event_type, occurred_at, recorded_at, source, event_id,
    partition, record_offset, payload
  from {civil_servants}.fact;

create view read.procedure_fact with (security_invoker = true) as
  select aggregate_key, fact_id, body_hash, event_type, occurred_at, recorded_at, source, event_id,
    partition, record_offset, payload
  from {procedures}.fact;

create view read.agency_fact with (security_invoker = true) as
  select aggregate_key, fact_id, body_hash, event_type, occurred_at, recorded_at, source, event_id,
    partition, record_offset, payload
  from {agencies}.fact;

create view read.paper_statement with (security_invoker = true) as
  select 'dossiers'::text as stream, subject_key, evidence, aggregate_key, fact_id
  from {dossiers}.paper_statement
  union all
  select 'shared_papers', subject_key, evidence, aggregate_key, fact_id
  from {shared_papers}.paper_statement;

create view read.civil_servant_subject with (security_invoker = true) as
  select subject_key, civil_servant_code
  from {civil_servants}.civil_servant_subject;

create view read.position with (security_invoker = true) as
  select 'dossiers'::text as projection, topic, partition, next_offset, record_timestamp, advanced_at
  from {dossiers}.position
  union all
  select 'shared_papers', topic, partition, next_offset, record_timestamp, advanced_at
  from {shared_papers}.position
  union all
  select 'documents', topic, partition, next_offset, record_timestamp, advanced_at
  from {documents}.position
  union all
  select 'civil_servants', topic, partition, next_offset, record_timestamp, advanced_at
  from {civil_servants}.position
  union all
  select 'procedures', topic, partition, next_offset, record_timestamp, advanced_at
  from {procedures}.position
  union all
  select 'agencies', topic, partition, next_offset, record_timestamp, advanced_at
  from {agencies}.position;

create view read.dead_letter with (security_invoker = true) as
  select 'dossiers'::text as projection, topic, partition, record_offset, aggregate_key, event_type, reason,
    fingerprint, record_timestamp, failed_at, raw_key, raw_value, headers
  from {dossiers}.dead_letter
  union all
  select 'shared_papers', topic, partition, record_offset, aggregate_key, event_type, reason,
    fingerprint, record_timestamp, failed_at, raw_key, raw_value, headers
  from {shared_papers}.dead_letter
  union all
  select 'documents', topic, partition, record_offset, aggregate_key, event_type, reason,
    fingerprint, record_timestamp, failed_at, raw_key, raw_value, headers
  from {documents}.dead_letter
  union all
  select 'civil_servants', topic, partition, record_offset, aggregate_key, event_type, reason,
    fingerprint, record_timestamp, failed_at, raw_key, raw_value, headers
  from {civil_servants}.dead_letter
  union all
  select 'procedures', topic, partition, record_offset, aggregate_key, event_type, reason,
    fingerprint, record_timestamp, failed_at, raw_key, raw_value, headers
  from {procedures}.dead_letter
  union all
  select 'agencies', topic, partition, record_offset, aggregate_key, event_type, reason,
    fingerprint, record_timestamp, failed_at, raw_key, raw_value, headers
  from {agencies}.dead_letter;

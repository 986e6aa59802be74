-- The way in: one row per person and evidence of a fact that brings a paper. Read by subject, narrowed by evidence.
create table {schema}.paper_statement (
  subject_key text not null,
  -- kind:…, result:…, code:…, name:…, as stated.
  evidence text not null,
  aggregate_key text not null,
  fact_id uuid not null,
  primary key (subject_key, evidence, aggregate_key, fact_id)
);

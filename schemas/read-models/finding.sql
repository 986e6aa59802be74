-- The way in to findings: by what was found, at which agency, of which procedure. Empty where there is none.
create table {schema}.finding (
  -- RE_ASK, TAINT, CONFLICT.
  finding_type text not null,
  agency text not null,
  procedure_code text not null,
  dossier_code text not null,
  aggregate_key text not null,
  fact_id uuid not null,
  primary key (finding_type, agency, procedure_code, dossier_code, aggregate_key, fact_id)
);

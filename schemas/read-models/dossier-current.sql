-- Dossiers as they stand, folded: for lists and counts, never for what a citizen is told.
create table {schema}.dossier_current (
  dossier_code text primary key,
  agency text not null,
  -- PROVINCE, DISTRICT, COMMUNE …; null where the registry does not know the agency.
  level text,
  -- The national form.
  procedure_code text,
  field_code text,
  field_name text,
  channel text not null,
  -- The day of acceptance, else of filing, else of the first fact: the period that the dossier counts in.
  counted_on date not null,
  filed_on date,
  accepted_at timestamptz,
  -- As stated, before any supplement moved it.
  due_at timestamptz,
  -- The last instant at which it was not late: due_at moved on by the spans that do not count, or the second supplement
  -- request. Null while it cannot become late.
  late_from timestamptz,
  completed_at timestamptz,
  -- Refused, withdrawn or stopped.
  closed_at timestamptz,
  state text,
  outcome text not null,
  conflict boolean not null,
  -- Statements about who applies for what.
  submissions int not null,
  supplements int not null,
  apologised_at timestamptz,
  reused boolean not null,
  component_file boolean not null,
  result_file boolean not null,
  result_papers int not null,
  signed_results int not null,
  unverified_results int not null,
  form_fields int not null,
  prefilled_fields int not null,
  fees_paid int not null,
  fees_paid_online int not null,
  transfers int not null,
  electronic_transfers int not null,
  ratings int not null,
  satisfied int not null,
  -- A bare "completed" decides its outcome, so trust in a source may change it.
  rests_on_completion boolean not null,
  -- Codes whose meaning in the catalogue may change it.
  result_codes text[] not null
);

create index on {schema}.dossier_current (counted_on);

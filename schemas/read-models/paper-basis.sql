-- What papers rest on: the official document behind a paper, the civil servant who signed it. Read when one of these
-- falls, to find the papers that fall with it.
create table {schema}.paper_basis (
  -- document:…, signer:…
  basis text not null,
  aggregate_key text not null,
  fact_id uuid not null,
  primary key (basis, aggregate_key, fact_id)
);

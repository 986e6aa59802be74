-- The establishment of an agency, year by year, folded.
create table {schema}.establishment_current (
  agency text not null,
  level text,
  year int not null,
  approved int not null,
  filled int,
  -- The Kafka key.
  aggregate_key text not null,
  primary key (aggregate_key, year)
);

-- Petitions as they stand, folded.
create table {schema}.petition_current (
  petition_code text primary key,
  agency text not null,
  level text,
  field_code text,
  field_name text,
  channel text not null,
  -- The day of reception, else of the first fact.
  received_on date not null,
  answered_on date
);

create index on {schema}.petition_current (received_on);

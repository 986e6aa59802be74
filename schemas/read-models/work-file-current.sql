-- Work files as they stand, folded.
create table {schema}.work_file_current (
  work_file_code text primary key,
  agency text not null,
  level text,
  -- The day on which it was opened, else of the first fact.
  opened_on date not null,
  closed_on date,
  secret boolean not null,
  processed_online boolean not null
);

create index on {schema}.work_file_current (opened_on);

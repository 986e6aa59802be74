-- On which days facts of an aggregate were recorded that an agency stated; secret documents leave no trace here.
create table {schema}.agency_activity (
  aggregate_key text not null,
  agency text not null,
  last_recorded_on date not null,
  recorded_on date[] not null,
  primary key (aggregate_key, agency)
);

create index on {schema}.agency_activity (last_recorded_on);

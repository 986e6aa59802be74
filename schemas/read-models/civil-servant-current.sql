-- Civil servants as their records stand, folded.
create table {schema}.civil_servant_current (
  civil_servant_code text primary key,
  -- Where they are in post, else the unit of the record.
  agency text not null,
  level text,
  kind text not null,
  -- The first day out of service; null while it lasts.
  left_on date,
  -- As the records have them.
  degrees text[] not null,
  certificates text[] not null
);

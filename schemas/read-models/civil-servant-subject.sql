-- The way in from a person to their personnel records.
create table {schema}.civil_servant_subject (
  subject_key text not null,
  civil_servant_code text not null,
  primary key (subject_key, civil_servant_code)
);

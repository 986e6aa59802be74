-- What has been applied. Run at every start of a migration, before anything else; so it says "if not exists".
create schema if not exists records;

create table if not exists records.migration (
  number int primary key,
  name text not null,
  -- SHA-256 of the file as it was applied: an applied migration is never edited.
  checksum text not null,
  applied_at timestamptz not null default now()
);

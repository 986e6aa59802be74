-- Keys of personal data (formats.md 3). Durable: without these rows nothing that was sealed can be read again,
-- which is what erasing a person means.

create schema if not exists records;

create table records.subject_key (
  -- A subjectKey, or `<stream>/<aggregate key>` for text about nobody known.
  key_owner text not null,
  key_version integer not null,
  -- nonce (12 bytes), the key under AES-256-GCM of the master key, tag (16 bytes); gone when destroyed.
  wrapped_key bytea,
  created_at timestamptz not null default now(),
  destroyed_at timestamptz,
  primary key (key_owner, key_version),
  constraint destroyed_means_gone check ((wrapped_key is null) = (destroyed_at is not null))
);

-- What follows from the hub key and the master key that this hub was begun with: a wrong key must not start.
create table records.key_check (
  name text primary key,
  value bytea not null,
  created_at timestamptz not null default now()
);

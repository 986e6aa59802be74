-- What was sent to the doors in the last 30 days, so that a sender can see what became of it (ADR 34).

-- Bodies of one day are sealed under one key; without its row they cannot be opened, whatever copies there are.
create table records.submission_key (
  -- Of the instants in UTC.
  day date primary key,
  -- nonce (12 bytes), the key under AES-256-GCM of the master key, tag (16 bytes).
  wrapped_key bytea not null
);

create table records.submission (
  number bigint generated always as identity primary key,
  adapter text not null,
  -- The requestId of the answer. Callers may choose it, so it can repeat; null where a row sums up many.
  id text,
  -- When it came; of a sum the first one's instant and the last one's.
  at timestamptz not null,
  last_at timestamptz not null,
  submissions int not null check (submissions > 0),
  path text not null,
  content_type text not null,
  sender text,
  -- LOOPBACK, PRIVATE, PUBLIC: never the address.
  client text not null,
  bytes bigint not null,
  dry_run boolean not null,
  status int not null,
  -- ACCEPTED, PARTLY, REFUSED, UNKNOWN.
  outcome text not null,
  -- The code of the problem document.
  problem text,
  taken int not null,
  refused int not null,
  -- json, not jsonb: read as they were written. Pointers, codes, what was expected; never a value.
  faults json not null,
  fault_count int not null,
  defects json not null,
  -- KEPT, or why not: NOT_KEPT, TOO_LARGE, NOT_READ, SENDER_FULL, QUEUE_FULL.
  body text not null,
  -- nonce, body and address of the request under AES-256-GCM of the day's key (compressed before), tag.
  box bytea,
  key_day date references records.submission_key,
  constraint kept_means_box check ((body = 'KEPT') = (box is not null) and (box is null) = (key_day is null))
);

create index on records.submission (adapter, at, number);
create index on records.submission (adapter, sender, at, number);
create index on records.submission (id);
create index on records.submission (key_day) where box is not null;

-- How much is kept of whom: what bounds it must not count rows.
create table records.submission_volume (
  adapter text not null,
  -- '' where the sender is unknown.
  sender text not null,
  day date not null,
  box_bytes bigint not null,
  primary key (adapter, sender, day)
);

-- The tables that every group has, for one generation of it. {schema} is read_<group>_<n>.
create schema {schema};

-- The log's facts, insert-only; of two copies of a fact the one that was recorded first stays.
create table {schema}.fact (
  -- The Kafka key.
  aggregate_key text not null,
  fact_id uuid not null,
  -- Two bodies under one id are two rows: the reader decides which one stands and shows the other.
  body_hash uuid not null,
  event_type text not null,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null,
  source text not null,
  event_id text not null,
  partition int not null,
  record_offset bigint not null,
  -- The Kafka value as it is: the personal parts stay sealed.
  payload bytea not null,
  primary key (aggregate_key, fact_id, body_hash)
);

-- How far each partition has been kept. Moves in the transaction that keeps the rows, or not at all.
create table {schema}.position (
  topic text not null,
  partition int not null,
  next_offset bigint not null,
  -- SHA-256 of the record before next_offset: a log that was cut or replaced is found out.
  last_record_hash bytea not null,
  record_timestamp timestamptz not null,
  advanced_at timestamptz not null default now(),
  primary key (topic, partition)
);

-- Records that cannot be kept, whole, with the reason.
create table {schema}.dead_letter (
  topic text not null,
  partition int not null,
  record_offset bigint not null,
  aggregate_key text,
  event_type text,
  reason text not null,
  -- Equal for failures of one cause.
  fingerprint text not null,
  record_timestamp timestamptz not null,
  failed_at timestamptz not null default now(),
  raw_key bytea,
  raw_value bytea,
  -- json, not jsonb: a header may hold what jsonb refuses.
  headers json not null,
  primary key (topic, partition, record_offset)
);

create index on {schema}.dead_letter (aggregate_key);
create index on {schema}.dead_letter (failed_at);

-- Aggregates whose facts have changed since the derived tables were last made of them. Every mark has a number of its
-- own: whoever has folded an aggregate deletes its mark only if it still has the number seen before the fold,
-- in the order of the keys.
create sequence {schema}.mark;

create table {schema}.dirty (
  aggregate_key text primary key,
  marked bigint not null
);

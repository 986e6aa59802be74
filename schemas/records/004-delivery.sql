-- What operators decide about the delivery of facts to read models, and what became of it (design 3.6 to 3.8, ADR 25).

alter table records.projection
  -- The highest number ever given to a generation; no number is used twice.
  add column newest_generation int,
  -- The generation that answered before the live one: kept until the next rebuild begins or somebody drops it.
  add column earlier_generation int,
  -- The rebuild of building_generation. Its schema is made by the projector that takes it on.
  add column rebuild_asked_at timestamptz,
  add column rebuild_asked_by text,
  -- Takes the live one's place by itself as soon as it can.
  add column rebuild_automatic boolean not null default false,
  -- What holds it up, for a person.
  add column rebuild_note text,
  -- The live generation is not fed while this is set.
  add column paused_at timestamptz,
  add column paused_by text,
  add column pause_reason text,
  -- The projector stopped feeding it by itself; an operator resumes it.
  add column halted_at timestamptz,
  add column halt_code text,
  add column halt_reason text,
  -- Permanent failures a minute that are taken as bad data until then; otherwise the projector's own limit.
  add column failures_max int check (failures_max > 0),
  add column failures_max_until timestamptz;

update records.projection set newest_generation = greatest(live_generation, coalesce(building_generation, 0));

alter table records.projection
  alter column newest_generation set not null,
  add constraint newest_is_newest check (newest_generation >= live_generation);

-- Dead letters that an operator has looked at and set aside for good. The letter itself stays where it is: whoever asks
-- for open letters leaves these out, so the decision holds for every generation, also one that is yet to be built.
create table records.discarded_dead_letter (
  topic text not null,
  partition int not null,
  record_offset bigint not null,
  projection text not null,
  fingerprint text not null,
  aggregate_key text,
  reason text not null,
  discarded_at timestamptz not null default now(),
  -- Null where nobody said.
  discarded_by text,
  primary key (topic, partition, record_offset)
);

-- Dead letters to be projected again. Asked for by operators, done by the projector, in one transaction with the outcome.
create table records.redrive (
  id uuid primary key default gen_random_uuid(),
  asked_at timestamptz not null default now(),
  asked_by text,
  dry_run boolean not null,
  filter jsonb not null,
  ended_at timestamptz,
  -- json, not jsonb: it is read as it was written.
  outcome json
);

create index on records.redrive (asked_at) where ended_at is null;

-- Who did what to which projection.
create table records.delivery_action (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  -- Null where nobody said.
  done_by text,
  -- PAUSED, RESUMED, HALTED, REBUILD_ASKED, REBUILD_CANCELLED, SWAPPED, ROLLED_BACK, EARLIER_DROPPED, DISCARDED.
  action text not null,
  projection text not null,
  generation int,
  detail text
);

create index on records.delivery_action (projection, at);

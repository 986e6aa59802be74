-- How far each reactor has looked at the log. Never rewound: what it found is in the log already.
create table records.reactor_position (
  reactor text not null,
  topic text not null,
  partition int not null,
  next_offset bigint not null,
  -- SHA-256 of the record before next_offset: a log that was cut or replaced is found out.
  last_record_hash bytea not null,
  advanced_at timestamptz not null default now(),
  primary key (reactor, topic, partition)
);

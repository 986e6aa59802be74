-- How far the catalogue, the registry and the links of persons had come when their last changes were spread: aggregates
-- that a change touches are marked in "dirty". Whoever evaluates holds these rows in share, whoever spreads alone.
create table {schema}.registry_seen (
  projection text not null,
  partition int not null,
  -- Of the group that was read; another one may know more, so everything is marked.
  generation int not null,
  next_offset bigint not null,
  primary key (projection, partition)
);

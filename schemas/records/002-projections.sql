-- Which generation of each group of read models answers (design 3.2, 3.7).
create table records.projection (
  name text primary key,
  -- The views in "read" show the schema read_<name>_<live_generation>.
  live_generation int not null check (live_generation > 0),
  -- A generation that a rebuild is filling; nobody else writes to it.
  building_generation int check (building_generation > live_generation),
  changed_at timestamptz not null default now()
);

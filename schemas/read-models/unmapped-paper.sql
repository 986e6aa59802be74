-- Papers whose kind nothing says: never held, and listed for operators, who may define an alias.
create table {schema}.unmapped_paper (
  -- result:…, code:…, name:…: a name folded as aliases are compared.
  evidence text not null,
  aggregate_key text not null,
  -- COMPONENT, RESULT, SHARED.
  origin text not null,
  -- Who sent it.
  agency text not null,
  -- The code or name as sent.
  stated text not null,
  papers int not null,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  primary key (evidence, aggregate_key, origin, agency)
);

create index on {schema}.unmapped_paper (aggregate_key);

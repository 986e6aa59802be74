-- Official documents as they stand, folded.
create table {schema}.document_current (
  document_key text primary key,
  -- The issuer.
  agency text not null,
  level text,
  -- The day of the document, else of its registration, else of the first fact.
  counted_on date not null,
  secrecy_suspected boolean not null,
  -- VALID, INVALID, NONE, UNKNOWN.
  signature text not null,
  sent_at timestamptz,
  recipients int not null,
  state text not null
);

create index on {schema}.document_current (counted_on);

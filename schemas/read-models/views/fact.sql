create view read.{view} with (security_invoker = true) as
  select aggregate_key, fact_id, body_hash, event_type, occurred_at, recorded_at, source, event_id,
    partition, record_offset, payload
  from {schema}.fact;

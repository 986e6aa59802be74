select '{group}'::text as projection, topic, partition, record_offset, aggregate_key, event_type, reason,
  fingerprint, record_timestamp, failed_at, raw_key, raw_value, headers
from {schema}.dead_letter letter
where not exists (
  select from records.discarded_dead_letter discarded
  where (discarded.topic, discarded.partition, discarded.record_offset)
    = (letter.topic, letter.partition, letter.record_offset)
)

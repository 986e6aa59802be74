select '{group}'::text as projection, topic, partition, record_offset, letter.aggregate_key, event_type,
  letter.reason, letter.fingerprint, record_timestamp, failed_at, raw_key, raw_value, headers,
  discarded_at, discarded_by, discarded.reason as discard_reason
from {schema}.dead_letter letter
left join records.discarded_dead_letter discarded using (topic, partition, record_offset)

select '{group}'::text as projection, topic, partition, record_offset, aggregate_key, event_type, reason,
  fingerprint, record_timestamp, failed_at, raw_key, raw_value, headers
from {schema}.dead_letter

select '{group}'::text as projection, topic, partition, next_offset, record_timestamp, advanced_at
from {schema}.position

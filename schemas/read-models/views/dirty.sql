select '{group}'::text as projection, aggregate_key
from {schema}.dirty

select '{group}'::text as stream, basis, aggregate_key, fact_id
from {schema}.paper_basis

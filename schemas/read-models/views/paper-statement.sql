select '{group}'::text as stream, subject_key, evidence, aggregate_key, fact_id
from {schema}.paper_statement

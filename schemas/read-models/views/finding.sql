select finding_type, agency, procedure_code, dossier_code, aggregate_key, fact_id
from {schema}.finding

select subject_key, civil_servant_code
from {schema}.civil_servant_subject

-- Of the groups that every process keeps in memory: what came since it read last.
create index on {schema}.fact (partition, record_offset);

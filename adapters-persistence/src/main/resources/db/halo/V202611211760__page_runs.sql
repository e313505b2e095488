create index sync_run_listed on sync_run (connection_id, started_at, run_id);

alter table sync_run
  add column calls            bigint not null default 0,
  add column predicted_finish timestamptz;
comment on column sync_run.calls is 'Calls sent to Halo so far';
comment on column sync_run.predicted_finish is 'When the run is expected to end, as last reckoned; null while that is not known';

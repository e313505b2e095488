create table sync_schedule (
  connection_id    uuid     not null,
  resource         text     not null,
  mode             text     not null,
  interval_seconds bigint   not null,
  nightly_hour     bigint   not null,
  time_zone        text     not null,
  constraint sync_schedule_pk primary key (connection_id, resource),
  constraint sync_schedule_mode check (mode in ('REAL_TIME', 'POLLING', 'HYBRID', 'OFF'))
);
comment on table sync_schedule is 'What a manager has chosen; the service has a default for the rest';

create table sync_pause (
  connection_id uuid        not null,
  paused_at     timestamptz not null,
  constraint sync_pause_pk primary key (connection_id)
);

alter table poll_cursor
  add column comparison_due_at timestamptz,
  add column found_at          timestamptz,
  add column found_before_at   timestamptz;
comment on column poll_cursor.comparison_due_at is 'When the whole list is read again; null until an instance has planned it';
comment on column poll_cursor.found_at is 'When a poll last found a change, by our clock';
comment on column poll_cursor.found_before_at is 'When the poll before that which found one was';

-- What the dashboards show is counted when it happens, in the statement that makes it happen: nothing is counted twice
-- or forgotten, and reading it does not grow with what is stored.
create table delivery_hour (
  connection_id uuid        not null,
  hour          timestamptz not null,
  received      bigint      not null default 0,
  copies        bigint      not null default 0,
  applied       bigint      not null default 0,
  skipped       bigint      not null default 0,
  quarantined   bigint      not null default 0,
  parked        bigint      not null default 0,
  retried       bigint      not null default 0,
  repeated      bigint      not null default 0,
  constraint delivery_hour_pk primary key (connection_id, hour)
);
comment on table delivery_hour is 'What was received in an hour, and what workers came to in it';
comment on column delivery_hour.hour is 'Its first moment, in UTC';
comment on column delivery_hour.retried is 'Attempts that failed and were followed by another';
comment on column delivery_hour.repeated is 'Of those that ended, how many needed more than one attempt';

create table delivery_share (
  connection_id uuid        not null,
  kind          text        not null,
  hour          timestamptz not null,
  name          text        not null,
  number        bigint      not null,
  constraint delivery_share_pk primary key (connection_id, kind, hour, name),
  constraint delivery_share_kind check (kind in ('EVENT', 'CLIENT', 'FAILURE', 'LATENCY'))
);
comment on table delivery_share is 'How the deliveries that workers came to the end of in an hour are made up';
comment on column delivery_share.hour is 'As of delivery_hour; the first moment of the day for clients';

create table delivery_step (
  connection_id uuid        not null,
  delivery_id   bigint      not null,
  at            timestamptz not null,
  attempt       integer     not null,
  what          text        not null,
  reason        text        not null,
  constraint delivery_step_pk primary key (connection_id, delivery_id, at, attempt),
  constraint delivery_step_what check (
    what in ('RETRY', 'QUARANTINED', 'PARKED', 'REPLAYED', 'DISCARDED'))
);
comment on table delivery_step is 'What became of deliveries that were not applied at their first attempt';

alter table delivery_task
  add column happened_at timestamptz,
  add column finished_at timestamptz,
  add column events text[] not null default '{}',
  add column objects text[] not null default '{}';
comment on column delivery_task.happened_at is 'When it happened, by the clock of Halo, where the body says so';
comment on column delivery_task.objects is 'As TICKET:12';
create index delivery_task_objects on delivery_task using gin (objects) where objects <> '{}';

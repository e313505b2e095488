alter table sync_run
  add column mode text not null default 'FULL',
  add constraint sync_run_mode check (mode in ('FULL', 'INCREMENTAL', 'COMPARE'));

alter table sync_wish
  add column mode text not null default 'FULL',
  drop constraint sync_wish_pk,
  add constraint sync_wish_pk primary key (connection_id, resource, mode),
  add constraint sync_wish_mode check (mode in ('FULL', 'INCREMENTAL', 'COMPARE'));

create table comparison (
  connection_id   uuid   not null,
  resource        text   not null,
  run_id          uuid   not null,
  equal           bigint not null,
  different       bigint not null,
  missing_here    bigint not null,
  missing_in_halo bigint not null,
  duplicates      bigint not null,
  unreadable      bigint not null,
  constraint comparison_pk primary key (connection_id, resource)
);
comment on table comparison is 'What the newest comparison of each resource found, in records';

create table comparison_difference (
  connection_id uuid   not null,
  resource      text   not null,
  position      bigint not null,
  run_id        uuid   not null,
  kind          text   not null,
  halo_key      text   not null,
  fields        text[] not null,
  constraint comparison_difference_pk primary key (connection_id, resource, position)
);
comment on table comparison_difference is 'The first differences of the newest comparison of each resource';

create table sync_scope (
  connection_id  uuid        not null,
  active_clients boolean     not null,
  active_assets  boolean     not null,
  asset_types    bigint[]    not null,
  ticket_days    bigint,
  ticket_from    timestamptz,
  open_tickets   boolean     not null,
  ticket_clients bigint[]    not null,
  ticket_types   bigint[]    not null,
  constraint sync_scope_pk primary key (connection_id),
  constraint sync_scope_since check (ticket_days is null or ticket_from is null)
);
comment on table sync_scope is 'Which records are mirrored, where that is not all; empty lists stand for everything';

alter table sync_run add column out_of_scope bigint not null default 0;
comment on column sync_run.out_of_scope is 'Records that arrived and were not mirrored because the scope leaves them out';

-- What a connection does with its deliveries.
create table delivery_rule (
  connection_id    uuid     not null,
  clients_only     boolean  not null default false,
  clients          bigint[] not null default '{}',
  inactive_clients boolean  not null default true,
  types_only       boolean  not null default false,
  types            bigint[] not null default '{}',
  priorities_only  boolean  not null default false,
  priorities       bigint[] not null default '{}',
  statuses_only    boolean  not null default false,
  statuses         bigint[] not null default '{}',
  internal_clients bigint[] not null default '{}',
  kept_headers     text[]   not null default '{}',
  constraint delivery_rule_pk primary key (connection_id)
);
comment on table delivery_rule is 'Which events are applied, and which request headers are kept; a connection without a row applies all and keeps none';
comment on column delivery_rule.clients_only is 'Whether only those listed count, rather than all but those';
create constraint trigger audit after insert or update or delete on delivery_rule
  deferrable initially deferred for each row execute function audit_change(
    'DELIVERY_RULES',
    'clients_only,clients,inactive_clients,types_only,types,priorities_only,priorities,statuses_only,statuses,internal_clients,kept_headers',
    '', '');

alter table delivery_task drop constraint delivery_task_state;
alter table delivery_task add constraint delivery_task_state
  check (state in ('OPEN', 'APPLIED', 'QUARANTINED', 'PARKED', 'DISCARDED', 'SKIPPED'));
create index delivery_task_skipped on delivery_task (connection_id, delivery_id) where state = 'SKIPPED';

create table delivery_header (
  connection_id uuid   not null,
  delivery_id   bigint not null,
  name          text   not null,
  value         text   not null,
  constraint delivery_header_pk primary key (connection_id, delivery_id, name)
);
comment on table delivery_header is 'Request headers that the connection keeps; content-type only where it is not JSON in UTF-8';

create table delivery_vouched (
  connection_id uuid   not null,
  delivery_id   bigint not null,
  constraint delivery_vouched_pk primary key (connection_id, delivery_id)
);
comment on table delivery_vouched is 'Deliveries that a person had replayed: neither their form nor filters matter any more';

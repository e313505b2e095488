-- Every table that belongs to a connection has connection_id first in its primary key, so that it can be
-- hash-distributed. There are no foreign keys: the mirror takes what Halo says in the order in which it comes.

-- Bulk statements send times as microseconds since 1970, because drivers send arrays of numbers in binary form.
create function instant(micros bigint) returns timestamptz
  language sql stable strict parallel safe
  return timestamptz '1970-01-01 00:00:00+00' + micros * interval '1 microsecond';

create table connection (
  connection_id     uuid        not null,
  manager_team      text        not null,
  name              text        not null,
  name_key          text        not null,
  tenant_url        text        not null,
  authorisation_url text        not null,
  tenant_name       text        not null,
  application_id    text        not null,
  state             text        not null,
  state_detail      text        not null,
  state_since       timestamptz not null,
  default_team      text,
  created_at        timestamptz not null,
  constraint connection_pk primary key (connection_id)
);
comment on column connection.name_key is 'The name without regard to case, folded by the service';
create unique index connection_name on connection (manager_team, name_key);

create table connection_secret (
  connection_id uuid not null,
  field         text not null,
  sealed        text not null,
  constraint connection_secret_pk primary key (connection_id, field)
);
comment on column connection_secret.sealed is 'JWE whose protected header names the key, the connection and the field';

create table webhook_scheme (
  connection_id uuid not null,
  kind          text not null,
  label         text not null,
  constraint webhook_scheme_pk primary key (connection_id),
  constraint webhook_scheme_kind check (kind in ('NONE', 'BASIC', 'HMAC_SHA256'))
);
comment on column webhook_scheme.label is 'The user of BASIC, the header of HMAC_SHA256';

create table managed_team (
  team_id      text not null,
  manager_team text not null,
  name         text not null,
  constraint managed_team_pk primary key (team_id)
);
create index managed_team_manager on managed_team (manager_team);

create table client_link (
  connection_id uuid    not null,
  client_id     bigint  not null,
  team          text    not null,
  tickets       boolean not null,
  assets        boolean not null,
  active        boolean not null,
  constraint client_link_pk primary key (connection_id, client_id)
);
create index client_link_team on client_link (team, connection_id, client_id) where active;

create table lookup (
  connection_id   uuid        not null,
  kind            text        not null,
  lookup_id       bigint      not null,
  name            text        not null,
  closing         boolean     not null,
  halo_updated_at timestamptz not null,
  synced_at       timestamptz not null,
  source          text        not null,
  content_hash    bytea       not null,
  deleted_at      timestamptz,
  constraint lookup_pk primary key (connection_id, kind, lookup_id)
);

create table client (
  connection_id   uuid        not null,
  client_id       bigint      not null,
  name            text collate "C" not null,
  active          boolean     not null,
  main_site_id    bigint,
  halo_updated_at timestamptz not null,
  synced_at       timestamptz not null,
  source          text        not null,
  content_hash    bytea       not null,
  deleted_at      timestamptz,
  constraint client_pk primary key (connection_id, client_id)
);
create index client_name on client (name, connection_id, client_id) where deleted_at is null;
create index client_name_of_connection on client (connection_id, name, client_id) where deleted_at is null;

create table site (
  connection_id   uuid        not null,
  site_id         bigint      not null,
  client_id       bigint      not null,
  name            text collate "C" not null,
  active          boolean     not null,
  phone           text        not null,
  halo_updated_at timestamptz not null,
  synced_at       timestamptz not null,
  source          text        not null,
  content_hash    bytea       not null,
  deleted_at      timestamptz,
  constraint site_pk primary key (connection_id, site_id)
);
create index site_of_client on site (connection_id, client_id, name, site_id) where deleted_at is null;

create table contact (
  connection_id   uuid        not null,
  contact_id      bigint      not null,
  client_id       bigint,
  site_id         bigint,
  name            text collate "C" not null,
  email           text        not null,
  phone           text        not null,
  job_title       text        not null,
  active          boolean     not null,
  halo_updated_at timestamptz not null,
  synced_at       timestamptz not null,
  source          text        not null,
  content_hash    bytea       not null,
  deleted_at      timestamptz,
  constraint contact_pk primary key (connection_id, contact_id)
);
create index contact_of_client on contact (connection_id, client_id, name, contact_id) where deleted_at is null;

create table asset (
  connection_id   uuid        not null,
  asset_id        bigint      not null,
  client_id       bigint      not null,
  site_id         bigint,
  user_name       text        not null,
  type_id         bigint      not null,
  type_name       text        not null,
  name            text        not null,
  fields          text[]      not null,
  tag             text        not null,
  active          boolean     not null,
  parent_ids      bigint[],
  child_ids       bigint[],
  halo_updated_at timestamptz not null,
  synced_at       timestamptz not null,
  source          text        not null,
  content_hash    bytea       not null,
  deleted_at      timestamptz,
  constraint asset_pk primary key (connection_id, asset_id)
);
comment on column asset.fields is 'Label, value, label, value, in the order of Halo';
comment on column asset.parent_ids is 'As the asset itself names them; null until they were read';
create index asset_of_client on asset (connection_id, client_id, asset_id) where deleted_at is null;
create index asset_tag on asset (connection_id, tag, client_id) where deleted_at is null and tag <> '';

create table asset_relation (
  connection_id uuid   not null,
  parent_id     bigint not null,
  child_id      bigint not null,
  constraint asset_relation_pk primary key (connection_id, parent_id, child_id)
);
create index asset_relation_child on asset_relation (connection_id, child_id, parent_id);

create table ticket (
  connection_id   uuid        not null,
  ticket_id       bigint      not null,
  client_id       bigint      not null,
  halo_updated_at timestamptz not null,
  opened_at       timestamptz not null,
  closed_at       timestamptz,
  last_action_at  timestamptz,
  notes_read_at   timestamptz,
  synced_at       timestamptz not null,
  deleted_at      timestamptz,
  site_id         bigint,
  contact_id      bigint,
  agent_id        bigint,
  status_id       bigint      not null,
  priority_id     bigint,
  type_id         bigint,
  parent_id       bigint,
  closed          boolean     not null,
  team            text,
  route_reason    text        not null,
  halo_team       text        not null,
  summary         text        not null,
  details         text        not null,
  category        text        not null,
  asset_tag       text,
  asset_ids       bigint[],
  source          text        not null,
  content_hash    bytea       not null,
  constraint ticket_pk primary key (connection_id, ticket_id)
);
comment on column ticket.asset_ids is 'The assets that the ticket itself names; null until they were read';
create index ticket_updated on ticket (connection_id, halo_updated_at, ticket_id) where deleted_at is null;
create index ticket_opened on ticket (connection_id, opened_at, ticket_id) where deleted_at is null;
create index ticket_of_client on ticket (connection_id, client_id, halo_updated_at, ticket_id)
  where deleted_at is null;
create index ticket_open_of_client on ticket (connection_id, client_id, halo_updated_at, ticket_id)
  where deleted_at is null and not closed;
create index ticket_of_contact on ticket (connection_id, contact_id, halo_updated_at, ticket_id)
  where deleted_at is null and contact_id is not null;
create index ticket_of_team on ticket (team, halo_updated_at, connection_id, ticket_id)
  where deleted_at is null and team is not null;
create index ticket_open_of_team on ticket (team, halo_updated_at, connection_id, ticket_id)
  where deleted_at is null and not closed and team is not null;

create table ticket_asset (
  connection_id uuid   not null,
  ticket_id     bigint not null,
  asset_id      bigint not null,
  constraint ticket_asset_pk primary key (connection_id, ticket_id, asset_id)
);
create index ticket_asset_asset on ticket_asset (connection_id, asset_id, ticket_id);

create table note (
  connection_id   uuid        not null,
  ticket_id       bigint      not null,
  note_id         bigint      not null,
  author          text        not null,
  side            text        not null,
  kind            text        not null,
  body            text        not null,
  private         boolean     not null,
  written_at      timestamptz not null,
  halo_updated_at timestamptz not null,
  synced_at       timestamptz not null,
  source          text        not null,
  content_hash    bytea       not null,
  deleted_at      timestamptz,
  constraint note_pk primary key (connection_id, ticket_id, note_id)
);
create index note_newest on note (connection_id, ticket_id, written_at, note_id);

create table sync_run (
  connection_id uuid        not null,
  run_id        uuid        not null,
  resource      text        not null,
  state         text        not null,
  detail        text        not null,
  expected      bigint      not null,
  received      bigint      not null,
  distinct_keys bigint      not null,
  created       bigint      not null,
  updated       bigint      not null,
  unchanged     bigint      not null,
  rejected      bigint      not null,
  deleted       bigint      not null,
  started_at    timestamptz not null,
  heard_at      timestamptz not null,
  ended_at      timestamptz,
  constraint sync_run_pk primary key (connection_id, run_id),
  constraint sync_run_state check (state in ('RUNNING', 'COMPLETE', 'INCOMPLETE', 'FAILED'))
);
create unique index sync_run_running on sync_run (connection_id, resource) where state = 'RUNNING';
create index sync_run_newest on sync_run (connection_id, resource, started_at);

create table sync_rejection (
  connection_id uuid        not null,
  run_id        uuid        not null,
  digest        bytea       not null,
  halo_key      text        not null,
  reason        text        not null,
  raw           text        not null,
  rejected_at   timestamptz not null,
  constraint sync_rejection_pk primary key (connection_id, run_id, digest)
);

create table delivery (
  connection_id uuid        not null,
  delivery_id   bigint      not null generated always as identity,
  digest        bytea       not null,
  received_at   timestamptz not null,
  body          bytea       not null,
  constraint delivery_pk primary key (connection_id, delivery_id)
);
comment on column delivery.digest is 'The first 16 bytes of the SHA-256 of the body';
alter table delivery alter column body set storage external;
create unique index delivery_digest on delivery (connection_id, digest);

create table delivery_task (
  connection_id uuid        not null,
  delivery_id   bigint      not null,
  state         text        not null default 'OPEN',
  attempt       integer     not null default 0,
  received_at   timestamptz not null,
  due_at        timestamptz not null,
  reason        text        not null default '',
  constraint delivery_task_pk primary key (connection_id, delivery_id),
  constraint delivery_task_state check (state in ('OPEN', 'APPLIED', 'QUARANTINED', 'PARKED'))
);
comment on column delivery_task.due_at is 'When a worker may take it on; taking it on moves this to the end of the lease';
create index delivery_task_due on delivery_task (due_at, delivery_id) where state = 'OPEN';
create index delivery_task_set_aside on delivery_task (connection_id, state)
  where state in ('QUARANTINED', 'PARKED');

create table delivery_total (
  connection_id uuid   not null,
  applied       bigint not null,
  constraint delivery_total_pk primary key (connection_id)
);
comment on table delivery_total is 'Counts what is applied, so that nobody has to count millions of rows';

create table rate_budget (
  connection_id uuid        not null,
  newest_slot   bigint      not null,
  granted       bigint[]    not null,
  closed_until  timestamptz not null,
  constraint rate_budget_pk primary key (connection_id)
);
comment on column rate_budget.granted is 'Calls granted in each slot of the rolling window, the newest slot last';

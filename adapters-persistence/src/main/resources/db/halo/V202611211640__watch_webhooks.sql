create table webhook_watch (
  connection_id uuid        not null,
  automatic     boolean     not null default false,
  halo_id       text,
  since         timestamptz,
  claimed_at    timestamptz not null default '-infinity',
  found_at      timestamptz,
  problems      text[]      not null default '{}',
  detail        text        not null default '',
  other_events  bigint[]    not null default '{}',
  repairs       bigint      not null default 0,
  repaired_at   timestamptz,
  repaired      text[]      not null default '{}',
  constraint webhook_watch_pk primary key (connection_id)
);
comment on table webhook_watch is 'What was found of the webhooks in HaloPSA, and what was mended';
comment on column webhook_watch.automatic is 'Whether this service set it up and looks after it';
comment on column webhook_watch.claimed_at is 'When an instance last took on the looking';

create table webhook_event (
  connection_id uuid    not null,
  event         text    not null,
  number        integer not null,
  constraint webhook_event_pk primary key (connection_id, event, number)
);
comment on table webhook_event is
  'The events that were chosen, with HaloPSA''s numbers; the default ones where there is no row';

create table alert_rule (
  connection_id uuid    not null,
  kind          text    not null,
  enabled       boolean not null,
  threshold     integer not null,
  sample        integer not null,
  constraint alert_rule_pk primary key (connection_id, kind)
);
comment on table alert_rule is 'When alerts open; the usual rule where there is no row';
comment on column alert_rule.threshold is 'In the unit of the kind; 0 where the kind has none';
comment on column alert_rule.sample is 'How many have to be there before they are called bad';

create table alert (
  connection_id    uuid        not null,
  alert_id         uuid        not null,
  number           bigint      not null generated always as identity,
  kind             text        not null,
  opened_at        timestamptz not null,
  opened_because   text        not null,
  acknowledged_at  timestamptz,
  acknowledged_by  text,
  note             text,
  resolved_at      timestamptz,
  resolved_because text,
  constraint alert_pk primary key (connection_id, alert_id),
  constraint alert_number unique (connection_id, number),
  constraint alert_acknowledged check ((acknowledged_at is null) = (acknowledged_by is null)),
  constraint alert_resolved check ((resolved_at is null) = (resolved_because is null))
);
create unique index alert_unresolved on alert (connection_id, kind) where resolved_at is null;
comment on table alert is 'What was wrong with a connection for a while, or still is; of each kind one at a time';

create table alert_streak (
  connection_id uuid    not null,
  kind          text    not null,
  streak        integer not null,
  constraint alert_streak_pk primary key (connection_id, kind)
);
comment on table alert_streak is 'How many evaluations in a row spoke for opening an alert, or for its end';

create table alert_round (
  connection_id uuid        not null,
  claimed_at    timestamptz not null,
  constraint alert_round_pk primary key (connection_id)
);
comment on table alert_round is 'When an instance last took on the evaluation of a connection';

create constraint trigger audit after insert or update or delete on alert_rule
  deferrable initially deferred for each row execute function audit_change(
    'ALERT_RULE', 'kind,enabled,threshold,sample', '', '');
-- Opened and resolved by the service; told only where a person has taken it on.
create constraint trigger audit after insert or update or delete on alert
  deferrable initially deferred for each row when (current_setting('halo.actor', true) <> '')
  execute function audit_change(
    'ALERT', 'kind,opened_at,acknowledged_by,note', '', '');

-- Where the alerts of a connection are told.
create table alert_channel (
  connection_id uuid        not null,
  channel_id    uuid        not null,
  name          text        not null,
  kind          text        not null,
  shown         text        not null,
  sealed        text        not null,
  created_at    timestamptz not null,
  constraint alert_channel_pk primary key (connection_id, channel_id),
  constraint alert_channel_kind check (kind in ('OUTGOING_WEBHOOK', 'SLACK', 'EMAIL'))
);
comment on column alert_channel.shown is 'Where it leads, without secrets';
comment on column alert_channel.sealed is 'Where it leads, and what signs its messages';

create constraint trigger audit
  after insert or delete or update on alert_channel
  deferrable initially deferred for each row execute function audit_change(
    'ALERT_CHANNEL', 'name,kind,shown', 'sealed', '');

-- What each channel has to tell.
create table alert_notice (
  connection_id   uuid        not null,
  channel_id      uuid        not null,
  alert           uuid        not null,
  change          text        not null,
  number          bigint      not null generated always as identity,
  connection_name text        not null,
  kind            text        not null,
  noticed_at      timestamptz not null,
  summary         text        not null,
  advice          text        not null,
  state           text        not null default 'WAITING',
  attempts        int         not null default 0,
  due_at          timestamptz not null,
  leased_until    timestamptz not null default 'epoch',
  finished_at     timestamptz,
  reason          text        not null default '',
  constraint alert_notice_pk primary key (connection_id, channel_id, alert, change),
  constraint alert_notice_channel foreign key (connection_id, channel_id)
    references alert_channel on delete cascade,
  constraint alert_notice_change check (change in ('OPENED', 'RESOLVED')),
  constraint alert_notice_state check (state in ('WAITING', 'SENT', 'GIVEN_UP', 'OVER')),
  constraint alert_notice_finished check ((state = 'WAITING') = (finished_at is null))
);
create index alert_notice_waiting on alert_notice (connection_id, channel_id, number)
  where state = 'WAITING';
create index alert_notice_untold on alert_notice (connection_id, number)
  where state in ('WAITING', 'GIVEN_UP');
comment on column alert_notice.state is 'OVER: the alert ended before anybody was told of it';
comment on column alert_notice.leased_until is 'Until then one sender has it to himself';

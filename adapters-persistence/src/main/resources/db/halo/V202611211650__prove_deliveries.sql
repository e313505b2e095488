create table delivery_proof (
  connection_id uuid        not null,
  webhook_id    text        not null default '',
  access        text        not null default 'NOT_YET',
  checked_to    timestamptz,
  checked_at    timestamptz,
  polled_at     timestamptz,
  due_at        timestamptz not null default '-infinity',
  hurried       boolean     not null default false,
  answering     boolean     not null default false,
  busy_until    timestamptz not null default '-infinity',
  constraint delivery_proof_pk primary key (connection_id)
);
comment on table delivery_proof is 'How far the log of a tenant has been compared with what was received; a connection without a row is due';
comment on column delivery_proof.checked_to is 'The latest attempt of the log that is known, by the clock of Halo';
comment on column delivery_proof.hurried is 'Whether somebody has asked for it since the last round began';
comment on column delivery_proof.answering is 'Whether somebody had asked for the last round';
comment on column delivery_proof.busy_until is 'Until then the instance that compares them has them for itself';

create table logged_delivery (
  connection_id uuid        not null,
  digest        bytea       not null,
  sent_at       timestamptz not null,
  seen_at       timestamptz not null,
  settled       boolean     not null,
  objects       text        not null,
  received_at   timestamptz,
  repaired_at   timestamptz,
  problem       text        not null default '',
  constraint logged_delivery_pk primary key (connection_id, digest)
);
create index logged_delivery_sent on logged_delivery (connection_id, sent_at);
create index logged_delivery_not_received on logged_delivery (connection_id, sent_at) where received_at is null;
comment on table logged_delivery is 'What the log of a tenant says was sent, for some days';
comment on column logged_delivery.digest is 'As of delivery_task';
comment on column logged_delivery.sent_at is 'The first attempt, by the clock of Halo';
comment on column logged_delivery.settled is 'Whether Halo does not try again';
comment on column logged_delivery.objects is 'What it was about, as TICKET:12 with commas between';

create table webhook_sender (
  connection_id uuid    not null,
  allowed       text[]  not null,
  https_only    boolean not null,
  constraint webhook_sender_pk primary key (connection_id)
);
comment on column webhook_sender.allowed is
  'Ranges of addresses, such as 203.0.113.0/24; empty if anybody may send';

create table refused_delivery (
  connection_id uuid        not null,
  hour          timestamptz not null,
  reason        text        not null,
  number        bigint      not null,
  constraint refused_delivery_pk primary key (connection_id, hour, reason),
  constraint refused_delivery_reason check (
    reason in ('SENDER_NOT_ALLOWED', 'NOT_HTTPS', 'NOT_AUTHENTIC', 'TOO_MANY')),
  constraint refused_delivery_number check (number > 0)
);
create index refused_delivery_hour on refused_delivery (hour);
comment on column refused_delivery.hour is 'Its first moment, in UTC';

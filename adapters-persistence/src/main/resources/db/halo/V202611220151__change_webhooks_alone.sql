-- Of all instances one changes a connection's webhook in HaloPSA at a time: two would leave two webhooks, or one whose
-- secret is not the stored one.
create table webhook_change (
  connection_id uuid        not null,
  change        uuid        not null,
  until         timestamptz not null,
  constraint webhook_change_pk primary key (connection_id)
);
comment on column webhook_change.until is 'When others may take it on though it was not ended';

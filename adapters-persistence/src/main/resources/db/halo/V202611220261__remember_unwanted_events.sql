alter table webhook_watch add column unwanted integer[] not null default '{}';
comment on column webhook_watch.unwanted is
  'HaloPSA''s numbers of events that were chosen before, of which it may still tell';

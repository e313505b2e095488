-- Deliveries lie in a table for each day, so that old ones are dropped as a whole. Their numbers begin with the day: a
-- number alone leads to its table, and a primary key over all of them holds. What has no day's table goes to the rest.
do $$
declare
  before text := to_char(now() at time zone 'UTC' - interval '1 day', 'YYYYMMDD');
begin
  execute format('alter table delivery rename to delivery_%s', before);
  execute format('alter table delivery_%1$s rename constraint delivery_pk to delivery_%1$s_pk', before);
  create table delivery (
    connection_id uuid        not null,
    delivery_id   bigint      not null,
    received_at   timestamptz not null,
    body          bytea       not null,
    constraint delivery_pk primary key (connection_id, delivery_id)
  ) partition by range (delivery_id);
  alter table delivery alter column body set storage external;
  -- all that was received before this, however long ago; today's table is made by the service
  execute format(
    'alter table delivery attach partition delivery_%s for values from (minvalue) to (%s)', before, 1::bigint << 44);
end $$;
create table delivery_rest partition of delivery default;
comment on column delivery.delivery_id is
  'The day since 1970 times 2^44, plus a number of its batch times 1024, plus the place in the batch';

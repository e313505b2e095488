-- What Halo calls deliveries, so that one is found that comes under the name of another.
create table delivery_name (
  connection_id uuid        not null,
  name          uuid        not null,
  delivery_id   bigint      not null,
  digest        text        not null,
  seen_at       timestamptz not null,
  constraint delivery_name_pk primary key (connection_id, name)
);
create index delivery_name_by_age on delivery_name (seen_at);

create table delivery_conflict (
  connection_id uuid        not null,
  delivery_id   bigint      not null,
  found_at      timestamptz not null,
  constraint delivery_conflict_pk primary key (connection_id, delivery_id)
);
create index delivery_conflict_by_age on delivery_conflict (connection_id, found_at);
comment on table delivery_conflict is 'Deliveries that came under the name of an earlier one with another body';

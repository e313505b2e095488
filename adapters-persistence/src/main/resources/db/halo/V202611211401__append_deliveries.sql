-- Accepting only appends: bodies in the order of their numbers, and one arrival for each connection of a batch.
-- Workers turn arrivals into tasks and drop copies of what they have seen. So the cost of accepting does not grow
-- with what is stored.
create sequence delivery_batch;
select setval('delivery_batch', (select coalesce(max(delivery_id), 0) / 1024 + 1 from delivery));

create table delivery_arrival (
  connection_id uuid   not null,
  first_id      bigint not null,
  last_id       bigint not null,
  received_at   timestamptz not null,
  constraint delivery_arrival_pk primary key (connection_id, first_id)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
comment on table delivery_arrival is 'Deliveries, first to last, that no worker has seen yet';
comment on column delivery_arrival.received_at is 'When the oldest of them was received';
create index delivery_arrival_next on delivery_arrival (first_id);

alter table delivery_task add column digest bytea;
update delivery_task task
set digest = delivery.digest
from delivery
where delivery.connection_id = task.connection_id and delivery.delivery_id = task.delivery_id;
alter table delivery_task alter column digest set not null;
comment on column delivery_task.digest is 'The first 16 bytes of the SHA-256 of the body';
create unique index delivery_task_digest on delivery_task (connection_id, digest);

alter table delivery alter column delivery_id drop identity;
alter table delivery drop column digest;

alter table delivery_total add column copies bigint not null default 0;
comment on column delivery_total.copies is 'Deliveries that were dropped because the same bytes had come before';

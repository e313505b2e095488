-- How long the oldest delivery waits is asked every minute, and whether one of a day waits while nobody can write:
-- neither may cost more the more of them wait.
alter table delivery_task add column replayed_at timestamptz;
comment on column delivery_task.replayed_at is 'When somebody last had it replayed; it waits from then on';
create index delivery_task_waiting on delivery_task (connection_id, delivery_id)
  where state = 'OPEN' and replayed_at is null;
create index delivery_task_replayed on delivery_task (connection_id, replayed_at, delivery_id)
  where state = 'OPEN' and replayed_at is not null;

-- What has no day's table is looked for by its number whenever such a table is made.
create index delivery_rest_number on delivery_rest (delivery_id);

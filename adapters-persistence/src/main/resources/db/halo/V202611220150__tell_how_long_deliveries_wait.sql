-- How long the oldest delivery waits is asked every minute and may not cost more the more of them wait.
alter table delivery_task add column replayed_at timestamptz;
comment on column delivery_task.replayed_at is 'When somebody last had it replayed; it waits from then on';
create index delivery_task_oldest on delivery_task (connection_id, (coalesce(replayed_at, received_at)))
  where state = 'OPEN';

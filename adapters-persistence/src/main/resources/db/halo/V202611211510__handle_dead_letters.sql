-- What waits for a person is listed, replayed or discarded.
alter table delivery_task drop constraint delivery_task_state;
alter table delivery_task add constraint delivery_task_state
  check (state in ('OPEN', 'APPLIED', 'QUARANTINED', 'PARKED', 'DISCARDED'));
drop index delivery_task_set_aside;
create index delivery_task_set_aside on delivery_task (connection_id, delivery_id)
  where state in ('QUARANTINED', 'PARKED');

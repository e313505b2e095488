-- What is rare among millions is found without a walk over what is not. Nothing of this is written
-- when a delivery is accepted: a task gets its events, and a state of these, when it was worked on.
create index delivery_task_ended_badly on delivery_task (connection_id, state, delivery_id)
  where state in ('QUARANTINED', 'PARKED', 'DISCARDED');

-- Nearly every delivery tells of one event; the others are few and are looked at one by one.
create index delivery_task_event on delivery_task (connection_id, (events[1]), delivery_id)
  where events <> '{}';
create index delivery_task_events on delivery_task (connection_id, delivery_id)
  where cardinality(events) > 1;

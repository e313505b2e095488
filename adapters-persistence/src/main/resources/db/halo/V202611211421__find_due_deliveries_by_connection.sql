-- Each connection gets its part of the workers, so what is due is looked for connection by connection.
drop index delivery_task_due;
create index delivery_task_due_of_connection on delivery_task (connection_id, due_at, delivery_id) where state = 'OPEN';

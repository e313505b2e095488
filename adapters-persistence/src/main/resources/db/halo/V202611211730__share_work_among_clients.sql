-- A connection's deliveries are worked on strand by strand, so that a flood about one client holds up no other.
alter table delivery_arrival add column strand integer not null default 0;
comment on column delivery_arrival.strand is 'Most likely one client''s; deliveries from before the column are all in the first';
alter table delivery_arrival drop constraint delivery_arrival_pk;
alter table delivery_arrival
  add constraint delivery_arrival_pk primary key (connection_id, strand, received_at, first_id);

alter table delivery_task add column strand integer not null default 0;
drop index delivery_task_due_of_connection;
create index delivery_task_due_of_strand on delivery_task (connection_id, strand, due_at, delivery_id)
  where state = 'OPEN';

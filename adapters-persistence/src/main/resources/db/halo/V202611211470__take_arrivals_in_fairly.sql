-- Workers take arrivals in connection by connection, the oldest first, and only about as many as they work on next.
alter table delivery_arrival drop constraint delivery_arrival_pk;
drop index delivery_arrival_next;
alter table delivery_arrival
  add constraint delivery_arrival_pk primary key (connection_id, received_at, first_id);

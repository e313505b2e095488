alter table ticket add column notes_missing integer not null default 0;
comment on column ticket.notes_missing is 'How many notes Halo counted when they were last read that did not arrive or could not be read';
create index ticket_missing_notes on ticket (connection_id) where deleted_at is null and notes_missing > 0;

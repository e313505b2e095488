-- Whether any notes are awaited is asked every few seconds; without these, that takes a look at
-- every ticket.
create index ticket_awaiting_notes on ticket (connection_id, halo_updated_at, ticket_id)
  where deleted_at is null
    and (notes_read_at is null or notes_read_at < coalesce(last_action_at, opened_at));

create index ticket_open_awaiting_notes on ticket (connection_id, halo_updated_at, ticket_id)
  where deleted_at is null and not closed
    and (notes_read_at is null or notes_read_at < coalesce(last_action_at, opened_at));

alter table ticket add column page_unread boolean not null default false;
comment on column ticket.page_unread is 'Whether the ticket was stored from a list, which does not carry its assets, since its own page was last read';

-- As before, with the tickets whose page is to be read.
create index ticket_awaiting_notes_or_page on ticket (connection_id, halo_updated_at, ticket_id)
  where deleted_at is null
    and (notes_read_at is null or notes_read_at < coalesce(last_action_at, opened_at) or page_unread);
create index ticket_open_awaiting_notes_or_page on ticket (connection_id, halo_updated_at, ticket_id)
  where deleted_at is null and not closed
    and (notes_read_at is null or notes_read_at < coalesce(last_action_at, opened_at) or page_unread);
drop index ticket_awaiting_notes;
drop index ticket_open_awaiting_notes;

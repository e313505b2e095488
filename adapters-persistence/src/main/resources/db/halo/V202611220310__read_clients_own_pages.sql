-- Null fits what is stored: none was read so far. It takes no part in the content's hash, so that the next record that
-- has it is stored although nothing else of it has changed.
alter table client add column main_contact_id bigint;
comment on column client.main_contact_id is 'The contact to ask for first; 0 if Halo names none, null if that was never read';
alter table client add column page_unread boolean not null default true;
comment on column client.page_unread is 'Whether the client''s own page was not read since it was stored from a list; a main contact that is there is of an earlier version';
-- Asked for again and again, by one instance after the other.
create index client_page_unread on client (connection_id, halo_updated_at, client_id)
  where deleted_at is null and page_unread;

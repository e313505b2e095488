-- Null fits what is stored: whether a client has one was not read. It takes no part in the content's hash, so that
-- the next record that says it is stored although nothing else of the client has changed.
alter table client add column main_contact_id bigint;
comment on column client.main_contact_id is 'The contact to ask for first; 0 if Halo names none, null if that was not read';

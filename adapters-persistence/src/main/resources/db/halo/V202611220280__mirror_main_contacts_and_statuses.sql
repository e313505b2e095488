-- Null fits what is stored: neither was read so far. They take no part in the content's hash, so that the next record
-- that has them is stored although nothing else of it has changed.
alter table client add column main_contact_id bigint;
comment on column client.main_contact_id is 'The contact to ask for first; 0 if Halo names none, null if that was not read';

alter table asset add column status text;
comment on column asset.status is 'What the tenant calls its status; empty if it has none, null if that was not read';

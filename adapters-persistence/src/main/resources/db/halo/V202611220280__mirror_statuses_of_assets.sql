-- Null fits what is stored: none was read so far. It takes no part in the content's hash, so that the next record that
-- has it is stored although nothing else of it has changed.
alter table asset add column status text;
comment on column asset.status is 'What the tenant calls its status; empty if it has none, null if that was not read';

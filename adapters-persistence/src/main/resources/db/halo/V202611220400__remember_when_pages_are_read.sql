-- Of a record that Halo does not stamp, nothing but its own page tells that it has changed. Null fits what is stored:
-- when its page was read was not written down so far.
alter table client add column page_read_at timestamptz;
comment on column client.page_read_at is 'When the client''s own page was last read; null if it never was, or before this was kept';
alter table asset add column page_read_at timestamptz;
comment on column asset.page_read_at is 'When the asset''s own page was last read; null if it never was, or before this was kept';
-- Asked for again and again, by one instance after the other.
create index client_page_old on client (connection_id, coalesce(page_read_at, timestamptz '-infinity'), client_id)
  where deleted_at is null and not page_unread and halo_updated_at = timestamptz 'epoch';
create index asset_page_old on asset (connection_id, coalesce(page_read_at, timestamptz '-infinity'), asset_id)
  where deleted_at is null and not fields_unread and halo_updated_at = timestamptz 'epoch';

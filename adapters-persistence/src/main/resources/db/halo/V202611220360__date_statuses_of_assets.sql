alter table asset add column status_at timestamptz;
comment on column asset.status_at is 'The halo_updated_at of the version of which Halo said the status; it is of an earlier version where that of the row is later';
update asset set status_at = halo_updated_at where status is not null and not fields_unread;

-- What was read of fields so far may be that of an earlier version, so all are read once more.
alter table asset add column fields_unread boolean not null default true;
comment on column asset.fields_unread is 'Whether the fields were not read since the asset was stored from a list; those that are there are of an earlier version';
-- Asked for again and again, by one instance after the other.
create index asset_fields_unread on asset (connection_id, halo_updated_at, asset_id)
  where deleted_at is null and fields_unread;

create table put_off (
  connection_id uuid        not null,
  kind          text        not null,
  record_id     bigint      not null,
  failures      integer     not null,
  due_at        timestamptz not null,
  constraint put_off_pk primary key (connection_id, kind, record_id)
);
comment on table put_off is 'Records whose own pages could not be read; they are left alone for a while, longer each time';

create table hydration_turn (
  connection_id uuid        not null,
  work          text        not null,
  holder        uuid        not null,
  ends_at       timestamptz not null,
  constraint hydration_turn_pk primary key (connection_id, work)
);
comment on table hydration_turn is 'Which instance reads what lists lack; after its end another one may';

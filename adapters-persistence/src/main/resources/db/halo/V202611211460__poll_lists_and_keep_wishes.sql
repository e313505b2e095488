create table poll_cursor (
  connection_id uuid        not null,
  resource      text        not null,
  changed_since timestamptz not null,
  due_at        timestamptz not null,
  constraint poll_cursor_pk primary key (connection_id, resource)
);
comment on column poll_cursor.changed_since is 'By the clock of Halo, which is not ours';
comment on column poll_cursor.due_at is 'When an instance may poll; polling moves this ahead first, so that only one does';

create table sync_wish (
  connection_id uuid        not null,
  resource      text        not null,
  wished_at     timestamptz not null,
  constraint sync_wish_pk primary key (connection_id, resource)
);
comment on table sync_wish is 'What somebody wants to be read and no run has read to an end since';

-- A row is rejected again by each run until it can be read: one row tells since when.
create table rejected_row (
  connection_id uuid        not null,
  resource      text        not null,
  digest        bytea       not null,
  halo_key      text        not null,
  reason        text        not null,
  raw           text        not null,
  first_seen_at timestamptz not null,
  last_seen_at  timestamptz not null,
  constraint rejected_row_pk primary key (connection_id, resource, digest)
);
create index rejected_row_newest on rejected_row (connection_id, last_seen_at, resource, digest);

insert into rejected_row (connection_id, resource, digest, halo_key, reason, raw, first_seen_at, last_seen_at)
select r.connection_id, s.resource, r.digest, min(r.halo_key), max(r.reason), min(r.raw), min(r.rejected_at),
  max(r.rejected_at)
from sync_rejection r
join sync_run s on s.connection_id = r.connection_id and s.run_id = r.run_id
group by r.connection_id, s.resource, r.digest;

drop table sync_rejection;

-- What a run did not delete because a person has to look first; the latest run of each resource tells.
create table held_deletion (
  connection_id uuid        not null,
  resource      text        not null,
  cause         text        not null,
  records       bigint      not null,
  living        bigint      not null,
  sample        bigint[]    not null,
  held_since    timestamptz not null,
  seen_at       timestamptz not null,
  decision      text        not null,
  decided_by    text        not null,
  decided_at    timestamptz,
  constraint held_deletion_pk primary key (connection_id, resource),
  constraint held_deletion_cause check (cause in ('GONE', 'ABSENT', 'EMPTY_LIST')),
  constraint held_deletion_decision check (decision in ('AWAITED', 'APPROVED', 'REFUSED'))
);
comment on column held_deletion.records is 'How many a decision is about: one about another number is not taken';
comment on column held_deletion.decided_at is 'Null while nothing is decided; an approval ends a day later';

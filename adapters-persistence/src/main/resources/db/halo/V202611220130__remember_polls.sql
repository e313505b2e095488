alter table poll_cursor
  add column polled_at     timestamptz,
  add column poll_outcome  text,
  add column poll_detail   text   not null default '',
  add column poll_troubles bigint not null default 0,
  add constraint poll_cursor_outcome check (poll_outcome in ('READ', 'SHORT', 'FAILED'));
comment on column poll_cursor.polled_at is 'When the last poll ended, by our clock; null if none has';
comment on column poll_cursor.poll_detail is 'What it lacked, or why it failed; empty if it lacked nothing';
comment on column poll_cursor.poll_troubles is 'How many polls in a row lacked something or failed, up to the last one';

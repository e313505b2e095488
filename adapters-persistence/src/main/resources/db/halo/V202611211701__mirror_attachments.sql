create table attachment (
  connection_id uuid    not null,
  ticket_id     bigint  not null,
  attachment_id bigint  not null,
  note_id       bigint,
  name          text    not null,
  size          bigint,
  content_type  text    not null,
  hidden        boolean not null,
  added_at      timestamptz,
  constraint attachment_pk primary key (connection_id, ticket_id, attachment_id)
);

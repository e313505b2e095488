-- Where the reading of each list stood when it was last certain that no row had moved.
create table list_position (
  connection_id  uuid        not null,
  resource       text        not null,
  tenant_url     text        not null,
  tenant_name    text        not null,
  application_id text        not null,
  saved_at       timestamptz not null,
  packed         bytea       not null,
  constraint list_position_pk primary key (connection_id, resource)
);
comment on column list_position.tenant_url is 'With the next two what the connection was then: another one may show other records';
comment on column list_position.packed is 'Page, counts and ids, in the form of the service that wrote it; begins with a version';

create table connection_discovery (
  connection_id     uuid        not null,
  source            text        not null,
  authorisation_url text        not null,
  tenant_name       text        not null,
  issuer            text        not null,
  issuer_promised   boolean     not null,
  found_at          timestamptz not null,
  constraint connection_discovery_pk primary key (connection_id),
  constraint connection_discovery_source check (source in ('ENTERED', 'AUTH_INFO', 'OPENID', 'USUAL'))
);
comment on column connection_discovery.issuer_promised is 'Whether the authorisation server names itself whenever it sends a browser back';

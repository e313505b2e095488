alter table connection add column grant_kind text not null default 'CLIENT_CREDENTIALS';
alter table connection alter column grant_kind drop default;
alter table connection add constraint connection_grant_kind
  check (grant_kind in ('CLIENT_CREDENTIALS', 'AUTHORIZATION_CODE'));

create table authorisation (
  connection_id  uuid        not null,
  ticket_digest  text        not null,
  state_digest   text,
  browser_digest text,
  verifier       text,
  expires_at     timestamptz not null,
  used           boolean     not null default false,
  constraint authorisation_pk primary key (connection_id, ticket_digest)
);
comment on table authorisation is 'Authorisations that people have begun in a browser; holds digests and sealed secrets only';
create index authorisation_state on authorisation (connection_id, state_digest);

create table halo_consent (
  connection_id uuid        not null,
  refresh_token text        not null,
  access_token  text        not null,
  scope         text        not null,
  renew_at      timestamptz not null,
  lease         uuid,
  lease_until   timestamptz not null default '-infinity',
  constraint halo_consent_pk primary key (connection_id)
);
comment on column halo_consent.refresh_token is 'JWE; works once, so only whoever holds the lease may use it';

alter table webhook_scheme drop constraint webhook_scheme_kind;

alter table webhook_scheme add constraint webhook_scheme_kind check (kind in (
  'NONE', 'BASIC', 'HMAC_SHA256', 'HMAC_SHA256_HEX', 'BEARER', 'API_KEY', 'STANDARD_WEBHOOKS'));

comment on column webhook_scheme.label is
  'The user of BASIC, the header of HMAC_SHA256, HMAC_SHA256_HEX and API_KEY; else empty';

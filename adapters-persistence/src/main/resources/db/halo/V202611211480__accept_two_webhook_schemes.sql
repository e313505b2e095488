alter table webhook_scheme
  add column beside_kind  text,
  add column beside_label text,
  add column beside_until timestamptz,
  add constraint webhook_scheme_beside check (
    (beside_kind is null) = (beside_until is null)
    and (beside_label is null) = (beside_until is null)),
  add constraint webhook_scheme_beside_kind check (beside_kind in (
    'NONE', 'BASIC', 'HMAC_SHA256', 'HMAC_SHA256_HEX', 'BEARER', 'API_KEY', 'STANDARD_WEBHOOKS'));

comment on column webhook_scheme.beside_until is
  'When the scheme that counts beside the other one ends; its secret names this moment';

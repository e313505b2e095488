create table invoice (
  connection_id   uuid        not null,
  invoice_id      bigint      not null,
  client_id       bigint,
  reference       text        not null,
  total           numeric,
  outstanding     numeric,
  currency        text        not null,
  state           text        not null,
  dated_at        timestamptz,
  due_at          timestamptz,
  paid_at         timestamptz,
  halo_updated_at timestamptz not null,
  synced_at       timestamptz not null,
  source          text        not null,
  content_hash    bytea       not null,
  deleted_at      timestamptz,
  constraint invoice_pk primary key (connection_id, invoice_id)
);
create index invoice_of_client on invoice (connection_id, client_id, invoice_id) where deleted_at is null;

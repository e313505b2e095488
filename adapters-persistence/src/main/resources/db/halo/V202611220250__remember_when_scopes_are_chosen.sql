alter table sync_scope
  add column clients_chosen_at timestamptz,
  add column assets_chosen_at  timestamptz,
  add column tickets_chosen_at timestamptz;
comment on column sync_scope.clients_chosen_at is 'When other clients were left out before; null if not known';
comment on column sync_scope.assets_chosen_at is 'When other assets were left out before; null if not known';
comment on column sync_scope.tickets_chosen_at is 'When other tickets were left out before; null if not known';

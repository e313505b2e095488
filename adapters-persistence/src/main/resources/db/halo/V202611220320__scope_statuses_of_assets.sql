alter table sync_scope add column asset_statuses text[] not null default '{}';
-- That of the sites was not recorded so far.
drop trigger audit on sync_scope;
create constraint trigger audit after insert or update or delete on sync_scope
  deferrable initially deferred for each row execute function audit_change(
    'SYNC_SCOPE',
    'active_clients,active_assets,asset_types,asset_sites,asset_statuses,ticket_days,ticket_from,open_tickets,ticket_clients,ticket_types',
    '', '');

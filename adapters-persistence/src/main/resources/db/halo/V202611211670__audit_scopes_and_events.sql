create constraint trigger audit after insert or update or delete on sync_scope
  deferrable initially deferred for each row execute function audit_change(
    'SYNC_SCOPE',
    'active_clients,active_assets,asset_types,ticket_days,ticket_from,open_tickets,ticket_clients,ticket_types',
    '', '');
create constraint trigger audit after insert or update or delete on webhook_event
  deferrable initially deferred for each row execute function audit_change(
    'WEBHOOK_EVENT', 'event,number', '', '');

alter table connection add column capabilities text[] not null default
  '{READ_TICKETS,WRITE_TICKETS,READ_CLIENTS,READ_ASSETS,READ_USERS,WRITE_WEBHOOKS}';
comment on column connection.capabilities is 'What is asked for when signing in, by our own names';

drop trigger audit on connection;
create constraint trigger audit after insert or update or delete on connection
  deferrable initially deferred for each row execute function audit_change(
    'CONNECTION',
    'name,manager_team,tenant_url,authorisation_url,tenant_name,application_id,grant_kind,capabilities,default_team,state,state_detail',
    '', 'state,state_detail');

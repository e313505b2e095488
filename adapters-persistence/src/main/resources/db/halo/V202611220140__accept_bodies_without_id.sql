alter table delivery_rule add column bodies_without_id boolean not null default false;

comment on table delivery_rule is 'Which events are applied, which request headers are kept, and whether bodies need an id; a connection without a row applies all, keeps none, and needs ids';
comment on column delivery_rule.bodies_without_id is 'Whether a body is worked on that carries no id of its delivery';
comment on table delivery_header is 'Request headers that the connection keeps; content-type only where it is not JSON in UTF-8, webhook-id only where the signature covers it';

drop trigger audit on delivery_rule;
create constraint trigger audit after insert or update or delete on delivery_rule
  deferrable initially deferred for each row execute function audit_change(
    'DELIVERY_RULES',
    'clients_only,clients,inactive_clients,types_only,types,priorities_only,priorities,statuses_only,statuses,internal_clients,kept_headers,bodies_without_id',
    '', '');

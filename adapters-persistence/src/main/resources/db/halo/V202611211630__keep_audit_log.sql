-- Who changed what. The column is not called connection_id, so that entries outlive their connection.
create table audit_entry (
  number       bigint      not null,
  made_at      timestamptz not null,
  connection   uuid,
  manager_team text        not null,
  subject      text        not null,
  role         text        not null,
  action       text        not null,
  thing        text        not null,
  before       text,
  after        text,
  hash         bytea       not null,
  constraint audit_entry_pk primary key (number)
);
create index audit_entry_by_team on audit_entry (manager_team, number);
create index audit_entry_by_connection on audit_entry (connection, number);
comment on table audit_entry is 'Append-only; each hash is over the content and the hash of the entry before';
comment on column audit_entry.before is 'JSON without secrets; null if there was nothing';
comment on column audit_entry.after is 'JSON without secrets; null if nothing is left';

create table audit_head (
  only_one boolean not null,
  number   bigint  not null,
  hash     bytea   not null,
  constraint audit_head_pk primary key (only_one),
  constraint audit_head_only_one check (only_one)
);
comment on table audit_head is 'The last entry; its lock lets one transaction of all instances append at a time';

-- Each field as its length in bytes, a colon and the field; a dash stands for null.
create function audit_hash(previous bytea, variadic fields text[]) returns bytea
language sql immutable
return (
  select sha256(previous || convert_to(
    string_agg(coalesce(octet_length(field) || ':' || field, '-'), '' order by place), 'UTF8'))
  from unnest(fields) with ordinality as given (field, place));

create function audit_time(moment timestamptz) returns text
language sql stable
return to_char(moment at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US');

create function audit_append(
  of_connection uuid, of_team text, of_thing text, was jsonb, becomes jsonb) returns void
language plpgsql
set search_path = halo, pg_temp
as $$
declare
  actor jsonb := nullif(current_setting('halo.actor', true), '');
  head  audit_head;
  entry audit_entry;
begin
  insert into audit_head as known (only_one, number, hash) values (true, 0, '')
  on conflict (only_one) do update set number = known.number
  returning * into head;
  entry.number := head.number + 1;
  entry.made_at := clock_timestamp();
  entry.connection := of_connection;
  entry.manager_team := coalesce(
    of_team, (select manager_team from connection where connection_id = of_connection), '');
  entry.subject := coalesce(actor ->> 'subject', '');
  entry.role := coalesce(actor ->> 'role', 'SYSTEM');
  entry.action := coalesce(actor ->> 'action', '');
  entry.thing := of_thing;
  entry.before := was::text;
  entry.after := becomes::text;
  entry.hash := audit_hash(
    head.hash, entry.number::text, audit_time(entry.made_at), entry.connection::text,
    entry.manager_team, entry.subject, entry.role, entry.action, entry.thing, entry.before,
    entry.after);
  insert into audit_entry select (entry).*;
  update audit_head set number = entry.number, hash = entry.hash;
end $$;

create function audit_refuse() returns trigger
language plpgsql
as $$
begin
  raise exception 'the audit log is append-only';
end $$;

create trigger audit_entry_stays
  before update or delete or truncate on audit_entry
  for each statement execute function audit_refuse();

-- Arguments: what the row is about; the columns that are shown; those that are secret, of which is
-- only told that they changed; those that count only when a person changed them. What background
-- work clears away after a connection was deleted is not told one by one.
create function audit_change() returns trigger
language plpgsql
set search_path = halo, pg_temp
as $$
declare
  acting   boolean := coalesce(current_setting('halo.actor', true), '') <> '';
  old_row  jsonb := to_jsonb(old);
  new_row  jsonb := to_jsonb(new);
  some_row jsonb := coalesce(new_row, old_row);
  shown    text[] := string_to_array(tg_argv[1], ',');
  was      jsonb;
  becomes  jsonb;
  secret   text;
begin
  if not acting and tg_op = 'DELETE' and tg_argv[0] <> 'CONNECTION' then
    return null;
  end if;
  if not acting then
    shown := array(
      select unnest(shown) except select unnest(string_to_array(tg_argv[3], ',')));
  end if;
  if old_row is not null then
    was := (
      select jsonb_object_agg(key, value) from jsonb_each(old_row) where key = any(shown));
  end if;
  if new_row is not null then
    becomes := (
      select jsonb_object_agg(key, value) from jsonb_each(new_row) where key = any(shown));
    foreach secret in array string_to_array(tg_argv[2], ',') loop
      if old_row ->> secret is distinct from new_row ->> secret then
        becomes := becomes || jsonb_build_object(
          secret, case when old_row is null then 'set' else 'replaced' end);
      end if;
    end loop;
  end if;
  if was is distinct from becomes then
    perform audit_append(
      (some_row ->> 'connection_id')::uuid, some_row ->> 'manager_team', tg_argv[0], was, becomes);
  end if;
  return null;
end $$;

-- Deferred, so that the log is locked at the very end of a transaction and only for a moment.
create constraint trigger audit after insert or update or delete on connection
  deferrable initially deferred for each row execute function audit_change(
    'CONNECTION',
    'name,manager_team,tenant_url,authorisation_url,tenant_name,application_id,grant_kind,default_team,state,state_detail',
    '', 'state,state_detail');
create constraint trigger audit after insert or update or delete on connection_secret
  deferrable initially deferred for each row execute function audit_change(
    'SECRET', 'field', 'sealed', '');
create constraint trigger audit after insert or update or delete on webhook_scheme
  deferrable initially deferred for each row execute function audit_change(
    'WEBHOOK_SCHEME', 'kind,label,beside_kind,beside_label,beside_until', '', '');
create constraint trigger audit after insert or update or delete on webhook_sender
  deferrable initially deferred for each row execute function audit_change(
    'WEBHOOK_SENDERS', 'allowed,https_only', '', '');
create constraint trigger audit after insert or update or delete on sync_schedule
  deferrable initially deferred for each row execute function audit_change(
    'SYNC_SCHEDULE', 'resource,mode,interval_seconds,nightly_hour,time_zone', '', '');
create constraint trigger audit after insert or update or delete on sync_pause
  deferrable initially deferred for each row execute function audit_change(
    'SYNC_PAUSE', 'paused_at', '', '');
create constraint trigger audit after insert or update or delete on client_link
  deferrable initially deferred for each row execute function audit_change(
    'CLIENT_LINK', 'client_id,team,tickets,assets,active', '', '');
create constraint trigger audit after insert or update or delete on managed_team
  deferrable initially deferred for each row execute function audit_change(
    'TEAM', 'team_id,manager_team,name', '', '');
create constraint trigger audit after insert or update or delete on authorisation
  deferrable initially deferred for each row execute function audit_change(
    'AUTHORISATION', 'expires_at,used', '', '');

-- What background work writes all the time is told only where a person caused it.
create constraint trigger audit after insert or update or delete on held_deletion
  deferrable initially deferred for each row when (current_setting('halo.actor', true) <> '')
  execute function audit_change(
    'HELD_DELETION', 'resource,cause,records,living,decision,decided_by', '', '');
create constraint trigger audit after insert or update or delete on sync_wish
  deferrable initially deferred for each row when (current_setting('halo.actor', true) <> '')
  execute function audit_change('SYNC', 'resource', '', '');
create constraint trigger audit after insert or update or delete on rejected_row
  deferrable initially deferred for each row when (current_setting('halo.actor', true) <> '')
  execute function audit_change(
    'REJECTED_ROW', 'resource,halo_key,reason,last_seen_at', '', '');

alter table rate_budget add column tenant text;
update rate_budget b
set tenant = coalesce(
  (select c.tenant_url from connection c where c.connection_id = b.connection_id),
  b.connection_id::text);
delete from rate_budget b
where exists (
  select from rate_budget other
  where other.tenant = b.tenant
    and (other.version, other.connection_id) > (b.version, b.connection_id));
alter table rate_budget
  drop column connection_id,
  add constraint rate_budget_pk primary key (tenant);
comment on column rate_budget.tenant is 'Address of the tenant, whose calls all its connections share';

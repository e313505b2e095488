alter table rate_budget
  add column learned bigint[] not null default '{}';
update rate_budget set newest_slot = 0, granted = '{}';
alter table rate_budget drop column closed_until;
comment on column rate_budget.granted is 'Calls granted in each half second of the latest minutes, the newest last';
comment on column rate_budget.learned is 'What TenantBudget has learned from the answers of the tenant, in its own order; empty for nothing yet';
alter table rate_budget add column version bigint not null default 0;
comment on column rate_budget.version is 'Rises with each change, so that no instance overwrites what another has decided';

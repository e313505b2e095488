alter table delivery_task add column held boolean not null default false;
comment on column delivery_task.held is 'Whether a worker has taken it on and not yet said what became of it';

alter table delivery_task add column replayed_after integer not null default 0;
comment on column delivery_task.replayed_after is 'How many attempts there had been when a person last had it replayed: attempts count on, so that no claim from before is taken for a later one';

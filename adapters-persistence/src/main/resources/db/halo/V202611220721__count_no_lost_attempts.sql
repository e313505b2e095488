alter table delivery_task add column lost integer not null default 0;
comment on column delivery_task.lost is 'How many claims of it nobody finished since the last one that somebody did';
comment on column delivery_task.replayed_after is 'How many attempts do not count against it: those that there had been when a person last had it replayed, and since then each to which it was hastened, because its tenant answered again, and each that nobody finished, because the store or its worker was gone; attempts count on, so that no claim from before is taken for a later one';

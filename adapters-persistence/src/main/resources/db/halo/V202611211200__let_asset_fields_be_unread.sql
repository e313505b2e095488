alter table asset alter column fields drop not null;
-- Lists, which show no fields, have emptied them.
update asset set fields = null where fields = '{}';
comment on column asset.fields is 'Label, value, label, value, in the order of Halo; null until they were read';

alter table sync_scope add column asset_sites bigint[] not null default '{}';

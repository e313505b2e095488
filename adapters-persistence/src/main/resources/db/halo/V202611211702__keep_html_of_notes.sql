-- Null where it was never read. Most readings leave it out, so it may lie outside of the row.
alter table note add html text;

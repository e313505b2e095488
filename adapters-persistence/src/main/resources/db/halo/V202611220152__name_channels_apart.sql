-- Two that were added at the same moment may have the same name.
update alert_channel channel
set name = name || ' ' || left(channel_id::text, 8)
where exists (
  select from alert_channel other
  where other.connection_id = channel.connection_id and other.name = channel.name
    and other.channel_id < channel.channel_id);
create unique index alert_channel_name on alert_channel (connection_id, name);

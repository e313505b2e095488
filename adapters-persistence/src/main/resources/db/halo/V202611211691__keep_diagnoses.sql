create table diagnosis (
  connection_id uuid        not null,
  claimed_at    timestamptz not null,
  made_at       timestamptz,
  occasion      text        not null default 'ASKED',
  calls         bigint      not null default 0,
  token_scope   text        not null default '',
  constraint diagnosis_pk primary key (connection_id)
);
comment on table diagnosis is 'The last examination of each connection';
comment on column diagnosis.claimed_at is 'When an instance last took on the examination';
comment on column diagnosis.token_scope is 'The scopes that HaloPSA said the token has';

create table diagnosis_finding (
  connection_id uuid    not null,
  probe         text    not null,
  result        text    not null,
  finding       text    not null,
  because       text,
  likely_cause  text    not null,
  menu          text    not null,
  least_right   text    not null,
  held          boolean not null,
  lost_at       timestamptz,
  constraint diagnosis_finding_pk primary key (connection_id, probe)
);
comment on table diagnosis_finding is 'What the last examination found';
comment on column diagnosis_finding.held is 'Whether the right was there when it last could be told';
comment on column diagnosis_finding.lost_at is 'When it was first seen that a right was gone';

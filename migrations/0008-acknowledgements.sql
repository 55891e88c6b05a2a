-- Acknowledgement and reminders: who has read which version, what was reminded of and when, mail on its way, and calendar feeds.

-- Set when a person declines an appointment; the row then covers no day.
alter table holders add column declined_at timestamptz;

create table acknowledgements (
  organisation_id uuid not null default current_organisation(),
  id uuid not null,
  policy_id uuid not null,
  version integer not null,
  person_id uuid not null,
  acknowledged_at timestamptz not null,
  revision integer not null,
  primary key (organisation_id, id),
  unique (organisation_id, policy_id, version, person_id)
);
create index acknowledgements_person on acknowledgements (organisation_id, person_id);

-- What a person wants to be told by e-mail, and what of it they have read in the product.
create table notifications (
  organisation_id uuid not null default current_organisation(),
  person_id uuid not null,
  digest text not null check (digest in ('daily', 'overdue', 'off')),
  muted text[] not null,
  seen text[] not null,
  revision integer not null,
  primary key (organisation_id, person_id)
);

-- Each reminder is fired once for a person, a subject and a stage, whichever node comes first.
create table reminders (
  organisation_id uuid not null default current_organisation(),
  person_id uuid not null,
  subject text not null,
  stage text not null check (stage in ('30', '7', '1', 'overdue', 'told')),
  kind text not null,
  due_on date not null,
  fired_at timestamptz not null,
  mail_id uuid,
  primary key (organisation_id, person_id, subject, stage)
);

-- One morning round a day.
create table reminder_rounds (
  organisation_id uuid not null default current_organisation(),
  on_day date not null,
  fired_at timestamptz not null,
  primary key (organisation_id, on_day)
);

-- Mail on its way is sealed with the server's secret; once it was sent or given up, only that is left.
create table mails (
  organisation_id uuid not null default current_organisation(),
  id uuid not null,
  person_id uuid not null,
  kind text not null check (kind in ('digest', 'invitation', 'password', 'test')),
  state text not null check (state in ('waiting', 'sent', 'failed')),
  attempts integer not null default 0,
  queued_at timestamptz not null,
  next_at timestamptz not null,
  ended_at timestamptz,
  why text,
  sealed bytea,
  primary key (organisation_id, id)
);
create index mails_waiting on mails (organisation_id, next_at) where state = 'waiting';
create index mails_listed on mails (organisation_id, queued_at);

-- A calendar address is a secret of its own; person_id null: the whole organisation's.
create table calendar_feeds (
  organisation_id uuid not null default current_organisation(),
  id uuid not null,
  person_id uuid,
  made_by uuid not null,
  prefix text not null,
  hash bytea not null,
  created_at timestamptz not null,
  revoked_at timestamptz,
  revision integer not null,
  primary key (organisation_id, id)
);
create unique index calendar_feeds_hash on calendar_feeds (hash);

do $$
declare
  name text;
begin
  foreach name in array array['acknowledgements', 'notifications', 'reminders', 'reminder_rounds', 'mails', 'calendar_feeds'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy tenant on %I using (organisation_id = (select current_organisation())) with check (organisation_id = (select current_organisation()))', name);
    execute format('create policy owner on %I to %I using (true) with check (true)', name, current_user);
    execute format('grant select, insert, update, delete on %I to wellrun_app', name);
  end loop;
end $$;

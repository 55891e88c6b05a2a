-- Who outside is told what happens, what they are told, and what became of it. Told is what was sealed, in the order of the ledger's leaves.

create table webhooks (
  organisation_id uuid not null default current_organisation(),
  id uuid not null,
  name text not null,
  url text not null,
  verbs text[] not null,
  made_by uuid not null,
  created_at timestamptz not null,
  paused_at timestamptz,
  ended_at timestamptz,
  resent_at timestamptz,
  revision integer not null,
  primary key (organisation_id, id)
);

-- What the server keeps of a webhook beside what people decided: its secret, sealed, and why it was stopped.
create table webhook_standings (
  organisation_id uuid not null default current_organisation(),
  webhook_id uuid not null,
  secret bytea not null,
  stopped_at timestamptz,
  stopped_why text,
  primary key (organisation_id, webhook_id)
);

-- The leaf up to which webhooks were told.
create table webhook_marks (
  organisation_id uuid not null default current_organisation(),
  leaf bigint not null,
  primary key (organisation_id)
);

create table webhook_deliveries (
  organisation_id uuid not null default current_organisation(),
  id uuid not null,
  webhook_id uuid not null,
  verb text not null,
  body text not null,
  state text not null check (state in ('waiting', 'sent', 'failed')),
  attempts integer not null default 0,
  queued_at timestamptz not null,
  next_at timestamptz not null,
  ended_at timestamptz,
  status integer,
  why text,
  primary key (organisation_id, id)
);
create index webhook_deliveries_due on webhook_deliveries (organisation_id, next_at) where state = 'waiting';
create index webhook_deliveries_listed on webhook_deliveries (organisation_id, webhook_id, id);
create index webhook_deliveries_states on webhook_deliveries (organisation_id, webhook_id, state, ended_at);

do $$
declare
  name text;
begin
  foreach name in array array['webhooks', 'webhook_standings', 'webhook_marks', 'webhook_deliveries'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy tenant on %I using (organisation_id = (select current_organisation())) with check (organisation_id = (select current_organisation()))', name);
    execute format('create policy owner on %I to %I using (true) with check (true)', name, current_user);
    execute format('grant select, insert, update, delete on %I to wellrun_app', name);
  end loop;
end $$;

-- Tools that records come from: pulled by a connector, or sent by the tool itself to an address of ours.

create table sources (
  organisation_id uuid not null default current_organisation(),
  id uuid not null,
  name text not null,
  -- a connector, or how the tool sends: webhook formats
  kind text not null,
  -- JSON, as the connector's schema has it
  settings text not null,
  -- YAML: how rows become records
  mapping text not null,
  every_minutes integer not null,
  made_by uuid not null,
  created_at timestamptz not null,
  paused_at timestamptz,
  ended_at timestamptz,
  revision integer not null,
  primary key (organisation_id, id)
);

-- What the server keeps of a source beside what people decided.
create table source_standings (
  organisation_id uuid not null default current_organisation(),
  source_id uuid not null,
  secret bytea not null,
  -- where the last pull ended, as the connector writes it
  place text not null default '',
  -- hash of the last rows, so that what overlaps is not taken in again
  last_hash text not null default '',
  failures integer not null default 0,
  next_at timestamptz not null,
  last_at timestamptz,
  -- JSON: what the last page that brought something came to
  last_counts text,
  -- why it failed or stopped; empty while all is well
  said text not null default '',
  stopped boolean not null default false,
  primary key (organisation_id, source_id)
);
create index source_standings_due on source_standings (organisation_id, next_at);

do $$
declare
  name text;
begin
  foreach name in array array['sources', 'source_standings'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy tenant on %I using (organisation_id = (select current_organisation())) with check (organisation_id = (select current_organisation()))', name);
    execute format('create policy owner on %I to %I using (true) with check (true)', name, current_user);
    execute format('grant select, insert, update, delete on %I to wellrun_app', name);
  end loop;
end $$;

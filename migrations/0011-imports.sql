-- Imports of records: how they go on, what became of them, and the rows to mend. Only what they write is governed; this is for whoever waits.

create table record_imports (
  organisation_id uuid not null default current_organisation(),
  id uuid not null,
  file text not null,
  routine_id uuid not null,
  -- the actor
  by text not null,
  state text not null check (state in ('running', 'done', 'cancelled', 'failed')),
  started_at timestamptz not null,
  -- when it last said how far it is
  seen_at timestamptz not null,
  -- JSON: cases, created, changed, unchanged, refused, events
  counts text not null,
  -- JSON: how many of each kind
  faults text not null,
  -- why it ended, where it did not come to its end
  said text not null,
  -- the refused rows as CSV with a reason each
  mend text,
  primary key (organisation_id, id)
);
create index record_imports_started on record_imports (organisation_id, started_at, id);

-- Imports of which somebody asked the end.
create table import_cancellations (
  organisation_id uuid not null default current_organisation(),
  id uuid not null,
  by text not null,
  asked_at timestamptz not null,
  revision integer not null,
  primary key (organisation_id, id)
);

-- New records whose words are still to be made for search: all those of one import.
create table record_words_due (
  organisation_id uuid not null default current_organisation(),
  entry_id uuid not null,
  -- the last record done
  after uuid,
  primary key (organisation_id, entry_id)
);

do $$
declare
  name text;
begin
  foreach name in array array['record_imports', 'import_cancellations', 'record_words_due'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy tenant on %I using (organisation_id = (select current_organisation())) with check (organisation_id = (select current_organisation()))', name);
    execute format('create policy owner on %I to %I using (true) with check (true)', name, current_user);
    execute format('grant select, insert, update, delete on %I to wellrun_app', name);
  end loop;
end $$;

-- Records: pieces of work in routines. A row is the projection of its events; each event says what it changed and is hashed into the ledger.

create table records (
  organisation_id uuid not null default current_organisation(),
  id uuid not null,
  -- INC and 1042 of INC-1042
  prefix text collate "C" not null,
  number integer not null,
  routine_id uuid not null,
  routine_version integer not null,
  title text not null,
  -- a step of that version; entered_at is when it was entered
  state text not null,
  entered_at timestamptz not null,
  open boolean not null,
  outcome text not null default '',
  priority text not null default '',
  -- 0 is the most urgent of the routine's priorities; 99: none
  priority_rank smallint not null default 99,
  priority_by text not null default '',
  catalogue_item text not null default '',
  service_id uuid,
  configuration_item_id uuid,
  unit_id uuid,
  location_id uuid,
  supplier_id uuid,
  creator_id uuid,
  requester_id uuid,
  assignee_role_id uuid,
  assignee_person_id uuid,
  source text not null default '',
  external_id text not null default '',
  fields jsonb not null default '{}',
  occurred_at timestamptz,
  detected_at timestamptz,
  assessed_at timestamptz,
  declared_at timestamptz,
  opened_at timestamptz not null,
  responded_at timestamptz,
  restored_at timestamptz,
  resolved_at timestamptz,
  closed_at timestamptz,
  clocks jsonb not null default '[]',
  approvals jsonb not null default '[]',
  -- the nearest of the running clocks, and the next thing that time sets off
  due_at timestamptz,
  fires_at timestamptz,
  merged_into uuid,
  changed_at timestamptz not null,
  -- position of the last event
  revision integer not null,
  primary key (organisation_id, id)
);

create table record_events (
  organisation_id uuid not null default current_organisation(),
  record_id uuid not null,
  -- 1 is how it began; a position that is taken refuses whoever decided on an older state
  position integer not null,
  type text not null,
  at timestamptz not null,
  -- when it happened, where an import tells so
  occurred_at timestamptz,
  -- canonical JSON: record, position, type, at, actor, role, reason, and `set` and `fields`: the columns and fields it changed, with their new values
  content text not null,
  hash bytea not null,
  entry_id uuid not null,
  primary key (organisation_id, record_id, position)
);
create index record_events_entry on record_events (organisation_id, entry_id);

create table record_links (
  organisation_id uuid not null default current_organisation(),
  id uuid not null,
  from_id uuid not null,
  to_id uuid not null,
  type text not null check (type in ('caused by', 'fixed by', 'duplicate of', 'part of', 'raised from')),
  standing text not null check (standing in ('candidate', 'confirmed', 'ended')),
  revision integer not null,
  primary key (organisation_id, id)
);
create index record_links_from on record_links (organisation_id, from_id);
create index record_links_to on record_links (organisation_id, to_id);

create table files (
  organisation_id uuid not null default current_organisation(),
  sha256 text not null,
  bytes bytea not null,
  primary key (organisation_id, sha256)
);

create table record_attachments (
  organisation_id uuid not null default current_organisation(),
  id uuid not null,
  record_id uuid not null,
  sha256 text not null,
  name text not null,
  media_type text not null,
  bytes integer not null,
  person_id uuid,
  at timestamptz not null,
  revision integer not null,
  primary key (organisation_id, id)
);
create index record_attachments_record on record_attachments (organisation_id, record_id);

create table record_watchers (
  organisation_id uuid not null default current_organisation(),
  id uuid not null,
  record_id uuid not null,
  person_id uuid not null,
  watching boolean not null,
  revision integer not null,
  primary key (organisation_id, id),
  unique (organisation_id, record_id, person_id)
);
create index record_watchers_person on record_watchers (organisation_id, person_id) where watching;

create table views (
  organisation_id uuid not null default current_organisation(),
  id uuid not null,
  -- null: everybody's
  person_id uuid,
  place text not null,
  name text not null,
  query text not null,
  ended boolean not null default false,
  revision integer not null,
  primary key (organisation_id, id)
);
create index views_place on views (organisation_id, place);

do $$
declare
  name text;
begin
  execute 'create trigger record_events_append_only before update or delete on record_events for each row execute function refuse_change()';
  execute 'create trigger record_events_no_truncate before truncate on record_events for each statement execute function refuse_change()';
  foreach name in array array['records', 'record_events', 'record_links', 'files', 'record_attachments', 'record_watchers', 'views'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy tenant on %I using (organisation_id = (select current_organisation())) with check (organisation_id = (select current_organisation()))', name);
    execute format('create policy owner on %I to %I using (true) with check (true)', name, current_user);
    execute format('grant select, insert, update, delete on %I to wellrun_app', name);
  end loop;
end $$;

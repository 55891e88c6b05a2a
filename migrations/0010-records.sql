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
create unique index records_number on records (organisation_id, prefix, number);
create unique index records_source on records (organisation_id, source, external_id) where external_id <> '';
-- One index for each order of a list: equality first, the order last. Open and closed are two stretches of each; all records are the two side by side.
create index records_opened on records (organisation_id, open, opened_at, id);
create index records_changed on records (organisation_id, open, changed_at, id);
create index records_routine on records (organisation_id, routine_id, open, number);
create index records_routine_changed on records (organisation_id, routine_id, open, changed_at, id);
create index records_service on records (organisation_id, service_id, open, opened_at, id) where service_id is not null;
create index records_service_changed on records (organisation_id, service_id, open, changed_at, id) where service_id is not null;
create index records_role on records (organisation_id, assignee_role_id, open, changed_at, id) where assignee_role_id is not null;
create index records_person on records (organisation_id, assignee_person_id, open, opened_at, id) where assignee_person_id is not null;
create index records_person_changed on records (organisation_id, assignee_person_id, open, changed_at, id) where assignee_person_id is not null;
create index records_requester on records (organisation_id, requester_id, open, opened_at, id) where requester_id is not null;
create index records_requester_changed on records (organisation_id, requester_id, open, changed_at, id) where requester_id is not null;
create index records_due on records (organisation_id, (coalesce(due_at, 'infinity')), id) where open;
create index records_overdue on records (organisation_id, routine_id, due_at) where open and due_at is not null;
create index records_priority on records (organisation_id, priority_rank, id) where open;
create index records_step on records (organisation_id, routine_id, state, priority_rank, number) where open;
create index records_waiting on records (organisation_id, assignee_role_id, priority_rank, id) where open and assignee_person_id is null;
create index records_fires on records (organisation_id, fires_at) where fires_at is not null;

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

-- What a file holds, in parts, so that neither coming nor going is ever whole in memory.
create table files (
  organisation_id uuid not null default current_organisation(),
  sha256 text not null,
  part integer not null,
  bytes bytea not null,
  primary key (organisation_id, sha256, part)
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

-- How many records are open in each step: what each change adds or takes away, folded now and then, so that counting is never part of a page.
create table record_counts (
  organisation_id uuid not null default current_organisation(),
  routine_id uuid not null,
  state text not null,
  delta integer not null
);
create index record_counts_routine on record_counts (organisation_id, routine_id, state);

-- The days on which a routine ran or a role acted: the vital sign "operating", of any day.
create table operated_days (
  organisation_id uuid not null default current_organisation(),
  subject_id uuid not null,
  on_day date not null,
  -- the first time on that day
  at timestamptz not null,
  primary key (organisation_id, subject_id, on_day)
);

-- What is told to a person about a record, once; what each says is also in the event that caused it.
create table record_notices (
  organisation_id uuid not null default current_organisation(),
  id uuid not null,
  person_id uuid not null,
  record_id uuid not null,
  position integer not null,
  kind text not null check (kind in ('mention', 'told', 'reminder', 'escalation', 'assigned', 'watched')),
  text text not null,
  at timestamptz not null,
  primary key (organisation_id, id),
  unique (organisation_id, record_id, position, person_id)
);
create index record_notices_person on record_notices (organisation_id, person_id, at);

-- What search finds a record by. Not forced, as search_documents is not: one function reads it as the owner and filters by itself.
create table record_words (
  organisation_id uuid not null default current_organisation(),
  id uuid not null,
  words tsvector not null,
  primary key (organisation_id, id)
);
create index record_words_words on record_words using gin (words) with (gin_pending_list_limit = 256);
alter table record_words enable row level security;

-- Counts every change of what is in force and of who holds it, so that whoever keeps that in memory knows when it is old.
create table definition_changes (
  organisation_id uuid primary key default current_organisation(),
  changes bigint not null
);

create function count_definition_change() returns trigger language plpgsql as $$
begin
  if current_organisation() is not null then
    insert into definition_changes (changes) values (1) on conflict (organisation_id) do update set changes = definition_changes.changes + 1;
  end if;
  return null;
end $$;
create trigger element_versions_counted after insert or update on element_versions for each statement execute function count_definition_change();
create trigger holders_counted after insert or update or delete on holders for each statement execute function count_definition_change();

-- Folds the changes of a record: later ones over earlier.
create aggregate jsonb_folded(jsonb) (sfunc = jsonb_concat, stype = jsonb, initcond = '{}');

do $$
declare
  name text;
begin
  execute 'create trigger record_events_append_only before update or delete on record_events for each row execute function refuse_change()';
  execute 'create trigger record_events_no_truncate before truncate on record_events for each statement execute function refuse_change()';
  foreach name in array array['records', 'record_events', 'record_links', 'files', 'record_attachments', 'record_watchers', 'views', 'record_counts', 'operated_days', 'record_notices', 'definition_changes'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy tenant on %I using (organisation_id = (select current_organisation())) with check (organisation_id = (select current_organisation()))', name);
    execute format('create policy owner on %I to %I using (true) with check (true)', name, current_user);
    execute format('grant select, insert, update, delete on %I to wellrun_app', name);
  end loop;
  execute 'create policy tenant on record_words using (organisation_id = (select current_organisation())) with check (organisation_id = (select current_organisation()))';
  execute format('create policy owner on record_words to %I using (true) with check (true)', current_user);
  execute 'grant select, insert, update, delete on record_words to wellrun_app';
end $$;

-- Records whose words match, the newest first. A word that is common is found among the newest; one that is not, by the index of words.
create function search_records(query tsquery, most integer, before uuid) returns table (id uuid)
  language plpgsql stable security definer set search_path = public, pg_temp set enable_seqscan = off set enable_sort = off set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
  own uuid := current_organisation();
  hits uuid[];
begin
  hits := array(select d.id from (select * from record_words w where w.organisation_id = own and w.id < before order by w.id desc limit 2000) d where d.words @@ query limit most);
  if cardinality(hits) < most then
    hits := record_hits(query, before);
  end if;
  return query select h from unnest(hits) h order by h desc limit most;
end $$;

create function record_hits(query tsquery, before uuid) returns uuid[]
  language plpgsql stable set search_path = public, pg_temp set enable_seqscan = off set enable_indexscan = off set plan_cache_mode = force_generic_plan as $$
declare
  own uuid := current_organisation();
begin
  -- "Not distinct" keeps the planner from reading the whole organisation's index as well.
  return array(select w.id from record_words w where w.words @@ query and w.organisation_id is not distinct from own and w.id < before limit 5000);
end $$;

revoke all on function search_records(tsquery, integer, uuid), record_hits(tsquery, uuid) from public;
grant execute on function search_records(tsquery, integer, uuid) to wellrun_app;

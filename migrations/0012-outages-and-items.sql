-- Outages of services with their planned work, and freezes; configuration items, how they relate, and samples that verify them.

create table outages (
  organisation_id uuid not null default current_organisation(),
  id uuid not null,
  key text collate "C" not null,
  key_number integer not null,
  service_id uuid not null,
  title text not null,
  started_at timestamptz not null,
  -- null: it goes on
  ended_at timestamptz,
  planned boolean not null,
  -- the window as it was announced; what lasts beyond it was not planned
  planned_from_at timestamptz,
  planned_to_at timestamptz,
  -- when the window (or without one, the outage) was registered, and by whose clock
  registered_at timestamptz not null,
  registered_by text not null check (registered_by in ('server', 'source')),
  -- of the users, above 0 up to 1; null: nobody said
  share double precision check (share > 0 and share <= 1),
  -- as the source calls it
  severity text not null,
  note text not null,
  record_key text not null,
  source text not null,
  external_id text not null,
  withdrawn boolean not null,
  reason text not null,
  changed_at timestamptz not null,
  revision integer not null,
  primary key (organisation_id, id),
  check (ended_at > started_at or withdrawn),
  check (planned = (planned_from_at is not null) and planned = (planned_to_at is not null))
);
create unique index outages_key on outages (organisation_id, key_number);
create unique index outages_external on outages (organisation_id, source, external_id, service_id) where external_id <> '';
create index outages_started on outages (organisation_id, started_at, id) where not withdrawn;
create index outages_service on outages (organisation_id, service_id, started_at, id) where not withdrawn;
create index outages_planned on outages (organisation_id, planned, started_at, id) where not withdrawn;
create index outages_open on outages (organisation_id, started_at, id) where ended_at is null and not withdrawn;

-- Times in which nothing is to be changed: for one service, or with null for all.
create table freezes (
  organisation_id uuid not null default current_organisation(),
  id uuid not null,
  title text not null,
  service_id uuid,
  from_at timestamptz not null,
  to_at timestamptz not null,
  lifted boolean not null,
  reason text not null,
  revision integer not null,
  primary key (organisation_id, id),
  check (to_at > from_at)
);
create index freezes_to on freezes (organisation_id, to_at) where not lifted;

create table items (
  organisation_id uuid not null default current_organisation(),
  id uuid not null,
  key text collate "C" not null,
  key_number integer not null,
  name text not null,
  sort_key text collate "C" not null,
  -- folded words of the name, the key's number, the type and the key elsewhere, a space between; what search reads
  words text collate "C" not null,
  type text collate "C" not null,
  status text not null check (status in ('planned', 'in use', 'retired')),
  owner_id uuid,
  location_id uuid,
  supplier_id uuid,
  -- canonical JSON: texts by name
  attributes text not null,
  note text not null,
  source text not null,
  external_id text not null,
  record_key text not null,
  reason text not null,
  changed_at timestamptz not null,
  revision integer not null,
  primary key (organisation_id, id)
);
create unique index items_key on items (organisation_id, key_number);
create unique index items_external on items (organisation_id, source, external_id) where external_id <> '';
create index items_name on items (organisation_id, sort_key, id);
create index items_type on items (organisation_id, type, sort_key, id);
create index items_status on items (organisation_id, status, sort_key, id);
create index items_changed on items (organisation_id, changed_at, id);
create index items_words on items using gin (array_to_tsvector(string_to_array(words, ' '))) with (gin_pending_list_limit = 256);

-- "stands under" goes from an item to a service, all others from item to item.
create table item_relations (
  organisation_id uuid not null default current_organisation(),
  id uuid not null,
  from_id uuid not null,
  to_id uuid not null,
  type text not null check (type in ('runs on', 'part of', 'uses', 'connected to', 'stands under')),
  ended boolean not null,
  record_key text not null,
  reason text not null,
  changed_at timestamptz not null,
  revision integer not null,
  primary key (organisation_id, id)
);
create unique index item_relations_once on item_relations (organisation_id, from_id, type, to_id) where not ended;
create index item_relations_to on item_relations (organisation_id, to_id, type, from_id) where not ended;
create index item_relations_from on item_relations (organisation_id, from_id);

-- Drawn once, by a rule that anybody can repeat: the first n of the population in the order of sha256(seed:key).
create table item_samples (
  organisation_id uuid not null default current_organisation(),
  id uuid not null,
  key text collate "C" not null,
  key_number integer not null,
  seed text not null,
  size integer not null,
  population integer not null,
  service_id uuid,
  type text not null,
  drawn_at timestamptz not null,
  drawn_by uuid,
  revision integer not null,
  primary key (organisation_id, id)
);
create unique index item_samples_key on item_samples (organisation_id, key_number);

create table item_findings (
  organisation_id uuid not null default current_organisation(),
  id uuid not null,
  sample_id uuid not null,
  item_id uuid not null,
  position integer not null,
  -- '' until somebody looked
  finding text not null check (finding in ('', 'as recorded', 'differs', 'missing')),
  note text not null,
  record_key text not null,
  found_at timestamptz,
  found_by uuid,
  revision integer not null,
  primary key (organisation_id, id),
  unique (organisation_id, sample_id, item_id)
);
create index item_findings_item on item_findings (organisation_id, item_id);

do $$
declare
  name text;
begin
  foreach name in array array['outages', 'freezes', 'items', 'item_relations', 'item_samples', 'item_findings'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy tenant on %I using (organisation_id = (select current_organisation())) with check (organisation_id = (select current_organisation()))', name);
    execute format('create policy owner on %I to %I using (true) with check (true)', name, current_user);
    execute format('grant select, insert, update, delete on %I to wellrun_app', name);
  end loop;
end $$;

-- Items whose words match, by name, after a place in that order. Row-level security would drop the index of words, so this reads as the owner and
-- filters by itself. A word that many have is looked for in the order of names, where a page fills soon; else by the index of words.
create function search_items(asked tsquery, of_type text, states text[], past text, past_id uuid, most integer) returns setof uuid
  language plpgsql stable security definer set search_path = public, pg_temp set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
declare
  own uuid := current_organisation();
  first uuid[];
begin
  first := array(select d.id from (select * from items i where i.organisation_id = own and (i.sort_key, i.id) > (past, past_id) order by i.sort_key, i.id limit 300) d
    where array_to_tsvector(string_to_array(d.words, ' ')) @@ asked and (of_type is null or d.type = of_type) and d.status = any(states) limit most);
  if cardinality(first) = most then
    return query select unnest(first);
  else
    -- "Not distinct" keeps the planner from reading the whole organisation's index as well.
    return query with found as materialized (select i.id, i.sort_key from items i where array_to_tsvector(string_to_array(i.words, ' ')) @@ asked
        and i.organisation_id is not distinct from own and (of_type is null or i.type = of_type) and i.status = any(states) and (i.sort_key, i.id) > (past, past_id))
      select found.id from found order by found.sort_key, found.id limit most;
  end if;
end $$;
revoke all on function search_items(tsquery, text, text[], text, uuid, integer) from public;
grant execute on function search_items(tsquery, text, text[], text, uuid, integer) to wellrun_app;

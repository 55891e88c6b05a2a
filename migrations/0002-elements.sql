-- Governed elements: one mechanism for every kind. `elements` is the projection people list; versions are immutable.

create table key_counters (
  organisation_id uuid not null default current_organisation(),
  prefix text not null,
  last integer not null,
  primary key (organisation_id, prefix)
);

create table elements (
  organisation_id uuid not null default current_organisation(),
  id uuid not null,
  kind text not null,
  key text not null,
  key_number integer not null,
  external_key text,
  title text not null,
  sort_key text collate "C" not null,
  status text not null check (status in ('draft', 'in force', 'retired')),
  version integer not null,
  revision integer not null,
  draft text,
  draft_by uuid,
  accountable_id uuid,
  review_every text,
  reviewed_on date,
  changed_at timestamptz not null,
  primary key (organisation_id, id)
);
create unique index elements_key on elements (organisation_id, key);
create unique index elements_external on elements (organisation_id, kind, external_key);
create index elements_title on elements (organisation_id, kind, sort_key, id);
create index elements_number on elements (organisation_id, kind, key_number, id);
create index elements_status on elements (organisation_id, kind, status, sort_key, id);
create index elements_changed on elements (organisation_id, kind, changed_at, id);
create index elements_drafts on elements (organisation_id, changed_at) where draft is not null;
create index elements_accountable on elements (organisation_id, accountable_id);

create table element_versions (
  organisation_id uuid not null default current_organisation(),
  element_id uuid not null,
  version integer not null,
  kind text not null,
  key text not null,
  title text not null,
  sort_key text collate "C" not null,
  status text not null check (status in ('in force', 'retired')),
  accountable_id uuid,
  effective_on date not null,
  effective_at timestamptz not null,
  superseded_at timestamptz not null default 'infinity',
  recorded_at timestamptz not null,
  approved_by uuid,
  content text not null,
  hash bytea not null,
  entry_id uuid not null,
  primary key (organisation_id, element_id, version)
);
create index element_versions_as_of on element_versions (organisation_id, superseded_at, effective_at);
create index element_versions_list on element_versions (organisation_id, kind, sort_key, element_id);
create index element_versions_entry on element_versions (organisation_id, entry_id);

create table links (
  organisation_id uuid not null default current_organisation(),
  source_id uuid not null,
  source_version integer not null,
  position integer not null,
  type text not null,
  target_id uuid not null,
  for_id uuid,
  extent text,
  note text,
  effective_at timestamptz not null,
  superseded_at timestamptz not null default 'infinity',
  primary key (organisation_id, source_id, source_version, position)
);
create index links_target on links (organisation_id, target_id, type);
create index links_as_of on links (organisation_id, superseded_at, effective_at);

create table proposals (
  organisation_id uuid not null default current_organisation(),
  id uuid not null,
  key text not null,
  key_number integer not null,
  title text not null,
  state text not null check (state in ('open', 'approved', 'refused', 'withdrawn')),
  author text not null,
  elements uuid[] not null,
  opened_at timestamptz not null,
  decided_at timestamptz,
  revision integer not null,
  primary key (organisation_id, id),
  unique (organisation_id, key)
);
create index proposals_state on proposals (organisation_id, state, key_number);

-- Search runs behind one narrow function: text search is not leakproof and would lose its index under row-level security.
create table search_documents (
  organisation_id uuid not null default current_organisation(),
  id uuid not null,
  kind text not null,
  key text not null,
  title text not null,
  words tsvector not null,
  primary key (organisation_id, id)
);
create index search_documents_words on search_documents using gin (words);
create index search_documents_key on search_documents (organisation_id, lower(key) text_pattern_ops);

create function search(query text, most integer) returns table (id uuid, kind text, key text, title text)
  language sql stable security definer set search_path = public, pg_temp as $$
  (select d.id, d.kind, d.key, d.title from search_documents d
    where d.organisation_id = current_organisation() and lower(d.key) like replace(replace(lower(query), '%', ''), '_', '') || '%'
    order by length(d.key), d.key limit most)
  union all
  (select d.id, d.kind, d.key, d.title from search_documents d
    where d.organisation_id = current_organisation()
      and d.words @@ to_tsquery('simple', (select string_agg(quote_literal(word) || ':*', ' & ')
        from regexp_split_to_table(lower(query), '[^[:alnum:]]+') word where word <> ''))
    order by d.title limit most)
$$;

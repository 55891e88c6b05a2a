-- The ledger: one entry per successful action, in its transaction; sealed afterwards into an RFC 9162 tree.

create table ledger_entries (
  organisation_id uuid not null default current_organisation(),
  id uuid not null,
  at timestamptz not null,
  verb text not null,
  subject_id uuid,
  actor_id text not null,
  content text not null,
  transaction_id xid8 not null default pg_current_xact_id(),
  primary key (organisation_id, id)
);
-- Ids are UUIDv7, so the order of ids is the order of time; one index for each way people filter.
create index ledger_entries_subject on ledger_entries (organisation_id, subject_id, id);
create index ledger_entries_verb on ledger_entries (organisation_id, verb, id);
create index ledger_entries_actor on ledger_entries (organisation_id, actor_id, id);
-- The order of the leaves: what the sealer has yet to read is one range of this index.
create index ledger_entries_transaction on ledger_entries (organisation_id, transaction_id, id);

create table ledger_leaves (
  organisation_id uuid not null default current_organisation(),
  number bigint not null,
  entry_id uuid not null,
  hash bytea not null,
  primary key (organisation_id, number)
);
create unique index ledger_leaves_entry on ledger_leaves (organisation_id, entry_id);

-- Roots of complete subtrees of 256^level leaves, so that a proof reads a handful of rows whatever the size.
create table ledger_nodes (
  organisation_id uuid not null default current_organisation(),
  level smallint not null,
  position bigint not null,
  hash bytea not null,
  primary key (organisation_id, level, position)
);

-- Every entry of a transaction before the horizon is a leaf of the head. Transaction ids mean something in one cluster only.
create table ledger_heads (
  organisation_id uuid not null default current_organisation(),
  size bigint not null,
  root bytea not null,
  horizon xid8 not null,
  cluster text not null,
  at timestamptz not null,
  key_id text not null,
  signature bytea not null,
  primary key (organisation_id, size)
);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;

-- Only the end of validity may be set, and only once it is known.
create function refuse_all_but_superseding() returns trigger language plpgsql as $$
begin
  if to_jsonb(new) - 'superseded_at' is distinct from to_jsonb(old) - 'superseded_at' then
    raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
  end if;
  return new;
end $$;

do $$
declare
  name text;
begin
  foreach name in array array['ledger_entries', 'ledger_leaves', 'ledger_nodes', 'ledger_heads', 'denials'] loop
    execute format('create trigger %I before update or delete on %I for each row execute function refuse_change()', name || '_append_only', name);
    execute format('create trigger %I before truncate on %I for each statement execute function refuse_change()', name || '_no_truncate', name);
  end loop;
  foreach name in array array['element_versions', 'row_versions', 'links'] loop
    execute format('create trigger %I before update on %I for each row execute function refuse_all_but_superseding()', name || '_append_only', name);
    execute format('create trigger %I before delete on %I for each row execute function refuse_change()', name || '_no_delete', name);
    execute format('create trigger %I before truncate on %I for each statement execute function refuse_change()', name || '_no_truncate', name);
  end loop;
end $$;

-- Row-level security on every table that carries an organisation, and the rights of the application's role.
do $$
declare
  name text;
begin
  for name in
    select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'organisation_id'
    where n.nspname = 'public' and c.relkind = 'r'
  loop
    execute format('alter table %I enable row level security', name);
    -- search() reads search_documents as the owner and filters by itself; see the note there.
    if name <> 'search_documents' then
      execute format('alter table %I force row level security', name);
    end if;
    execute format('create policy tenant on %I using (organisation_id = (select current_organisation())) with check (organisation_id = (select current_organisation()))', name);
    -- Force binds the owner too; verification, backup and sign-in work as the owner over all organisations, and the application never does.
    execute format('create policy owner on %I to %I using (true) with check (true)', name, current_user);
    execute format('grant select, insert, update, delete on %I to wellrun_app', name);
  end loop;
  grant usage on schema public to wellrun_app;
  grant execute on function search(text, integer) to wellrun_app;
end $$;
